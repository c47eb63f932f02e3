/** Every refusal and every failure as one answer in the dialect of its path (X-13, D-05). */
package io.lamina.rest.errors;
