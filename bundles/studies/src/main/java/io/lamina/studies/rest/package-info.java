/** S5's paths for upload, studies, images and intake (C-061 to C-064). */
package io.lamina.studies.rest;
