package org.focalspark.compat;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.jspecify.annotations.Nullable;

/** Stage whose params, Spark's and our own, are stored by name in one holder. */
public interface HeldParams extends Params {

    /**
     * Returns the holder of the params of this stage.
     *
     * @return the same holder in every call
     */
    Holder sharedParams();

    /** Params by name. */
    final class Holder implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Map<String, Param<?>> params = new HashMap<>();
        private boolean sealed;

        static Holder orFail(@Nullable Holder holder) {
            if (holder == null) {
                throw new IllegalStateException("A shared param was asked for inside the super constructor.");
            }
            return holder;
        }

        /**
         * Adds a param.
         *
         * @param param param of the stage that owns this holder
         * @throws IllegalStateException if the holder is sealed
         */
        public void put(Param<?> param) {
            if (sealed) {
                throw new IllegalStateException("Param " + param.name() + " came after construction.");
            }
            params.put(param.name(), param);
        }

        /**
         * Returns a param. The first call, which must come before {@link #seal}, creates it.
         *
         * @param <P> type of the param
         * @param name name of the param
         * @param creation creates the param
         * @return the same param in every call
         * @throws IllegalStateException if the holder is sealed and has no such param
         */
        @SuppressWarnings("unchecked") // what creation returned
        public <P extends Param<?>> P get(String name, Supplier<P> creation) {
            Param<?> param = params.get(name);
            if (param == null) {
                param = creation.get();
                put(param);
            }
            return (P) param;
        }

        /** Ends construction: params can no longer be added or replaced. */
        public void seal() {
            sealed = true;
        }

        /**
         * Returns the param with a name.
         *
         * @param <P> type of the param, as passed to {@link #put}
         * @param name name of the param
         * @return the param
         */
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        public <P extends Param<?>> P get(String name) {
            Param<?> param = params.get(name);
            if (param == null) {
                throw new IllegalStateException("Param " + name + " was asked for before it was made.");
            }
            return (P) param;
        }
    }
}
