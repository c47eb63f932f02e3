/** JSON in and out: snake_case, X-08's times, strict limits, refusals in clean words. */
package io.lamina.rest.json;
