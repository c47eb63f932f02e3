/** How much one caller may do in an hour (C-089, X-22, H-19, D-06, D-11). Per node. */
package io.lamina.rest.limits;
