/** DICOM in our own types; the only bundle that imports the toolkit, and nothing of it shows. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.lamina.dicom;
