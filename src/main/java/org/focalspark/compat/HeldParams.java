package org.focalspark.compat;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.jspecify.annotations.Nullable;

/** A stage whose params, Spark's and ours, are kept in one place and found by their names. */
public interface HeldParams extends Params {

    /**
     * Where the params of this stage are kept.
     *
     * @return the same holder at every call
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
         * Keeps a param.
         *
         * @param param param of the stage that owns this holder
         * @throws IllegalStateException once sealed
         */
        public void put(Param<?> param) {
            if (sealed) {
                throw new IllegalStateException("Param " + param.name() + " came after construction.");
            }
            params.put(param.name(), param);
        }

        /** Ends construction: no param is taken or replaced any more. */
        public void seal() {
            sealed = true;
        }

        /**
         * The param of a name.
         *
         * @param <P> type of the param, that of its only put
         * @param name name of the param
         * @return the param that was put
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
