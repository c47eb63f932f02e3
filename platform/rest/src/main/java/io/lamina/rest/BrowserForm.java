package io.lamina.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource method that is a page or a form of a browser, such as signing in. It knows the session
 * cookie alone: an Authorization header is not read, since clients add one from ~/.netrc by
 * themselves (M1, M2). It answers without a sign-in, and a change needs the form's token even then,
 * so that no other site signs a browser in or out.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BrowserForm {}
