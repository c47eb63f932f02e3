package io.lamina.wrong.rest;

import io.lamina.wrong.store.StoreThatKnowsAResource;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;

/** Breaks three rules on purpose. */
public record ResourceThatKnowsTheStore(StoreThatKnowsAResource store) {
  @GET
  public void one() {}

  @GET
  public void two() {}

  @GET
  public void three() {}

  @POST
  public void four() {}

  @POST
  public void five() {}

  @PUT
  public void six() {}

  @PUT
  public void seven() {}

  @DELETE
  public void eight() {}

  @DELETE
  public void nine() {}
}
