package io.lamina.testkit;

import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import org.apache.aries.jpa.support.impl.AbstractJpaTemplate;
import org.apache.aries.jpa.template.EmFunction;
import org.apache.aries.jpa.template.TransactionType;

/**
 * What Aries' ResourceLocalJpaTemplate does, without OSGi's Coordinator: one entity manager per
 * thread and outermost call; an inner call joins the transaction; only the outermost one commits,
 * or rolls back when an exception reaches it; runtime exceptions pass as they are.
 */
final class PlainJpaTemplate extends AbstractJpaTemplate {
  private final EntityManagerFactory factory;
  private final ThreadLocal<EntityManager> current = new ThreadLocal<>();

  PlainJpaTemplate(EntityManagerFactory factory) {
    this.factory = factory;
  }

  @Override
  public <R> R txExpr(TransactionType type, EmFunction<R> code) {
    if (type != TransactionType.Required) {
      throw new IllegalStateException("Only transation propagation type REQUIRED is supported");
    }
    EntityManager joined = current.get();
    return joined == null ? outermost(code) : code.apply(joined);
  }

  private <R> R outermost(EmFunction<R> code) {
    EntityManager manager = factory.createEntityManager();
    current.set(manager);
    try {
      manager.getTransaction().begin();
      R result = code.apply(manager);
      manager.getTransaction().commit();
      return result;
    } finally {
      current.remove();
      if (manager.getTransaction().isActive()) {
        manager.getTransaction().rollback();
      }
      manager.close();
    }
  }
}
