package org.focalspark.testkit;

import py4j.Py4JException;
import py4j.reflection.ReflectionEngine;

/**
 * Methods as PySpark finds them: py4j looks at what classes and their direct interfaces declare, and overlooks a
 * method that an interface only inherits.
 */
public final class Py4J {
    private static final ReflectionEngine ENGINE = new ReflectionEngine();

    private Py4J() {}

    /** Whether a method of a name can be called with arguments. */
    public static boolean finds(Object object, String method, Object... arguments) {
        try {
            return ENGINE.getMethod(object, method, arguments) != null;
        } catch (Py4JException e) {
            return false;
        }
    }
}
