package org.focalspark.objective;

import java.util.Locale;

/**
 * Choice of the kernel of a fit. The driver chooses once for the whole fit: the vector kernel if its JVM was started
 * with {@code --add-modules=jdk.incubator.vector}, as Spark 4 does, else the scalar kernel. The system property {@value
 * #PROPERTY} forces one of them.
 */
public enum KernelChoice {
    /** Plain loops. */
    SCALAR {
        @Override
        public Kernel kernel() {
            return new ScalarKernel();
        }
    },
    /** Vector API. */
    VECTOR {
        @Override
        public Kernel kernel() {
            try {
                // By name: only a JVM with the module can load the class.
                return Class.forName("org.focalspark.objective.VectorKernel")
                        .asSubclass(Kernel.class)
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException | LinkageError e) {
                throw new IllegalStateException(
                        "The vector kernel needs a JVM with --add-modules=jdk.incubator.vector. Start driver and executors"
                                + " with it, or set " + PROPERTY + "=scalar on the driver.",
                        e);
            }
        }
    };

    /** Name of the system property that forces a kernel: scalar or vector. */
    public static final String PROPERTY = "focalspark.kernel";

    /**
     * Creates the kernel.
     *
     * @return a new kernel
     * @throws IllegalStateException if this JVM cannot run it
     */
    public abstract Kernel kernel();

    /**
     * Returns the choice of this JVM.
     *
     * @return kernel that the property names, or the fastest that this JVM can run
     * @throws IllegalArgumentException if the property is neither scalar nor vector
     */
    public static KernelChoice ofThisJvm() {
        String forced = System.getProperty(PROPERTY, "");
        return switch (forced) {
            case "scalar" -> SCALAR;
            case "vector" -> VECTOR;
            case "" -> isVectorApiPresent() ? VECTOR : SCALAR;
            default ->
                throw new IllegalArgumentException(PROPERTY + " must be scalar or vector, but was '" + forced + "'.");
        };
    }

    /**
     * Whether this JVM was started with the Vector API.
     *
     * @return whether {@link #VECTOR} works
     */
    public static boolean isVectorApiPresent() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
