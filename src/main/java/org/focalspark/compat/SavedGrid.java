package org.focalspark.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamPair;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.tuning.ValidatorParams;
import scala.collection.Iterator;

/**
 * The candidates of tuning in Spark's saved form: an array of values per candidate, keyed by stage uid and param name.
 */
final class SavedGrid {
    private final JsonNode maps;

    private SavedGrid(JsonNode maps) {
        this.maps = maps;
    }

    /** Creates the grid of saved params; empty if the params belong to another stage. */
    static SavedGrid of(JsonNode params) {
        return new SavedGrid(
                params.has("estimatorParamMaps") ? params.get("estimatorParamMaps") : MissingNode.getInstance());
    }

    /** Rejects names that lead out of the folder: a stage in the grid is saved as the name of its folder. */
    void requireInside() {
        for (JsonNode map : maps) {
            for (JsonNode value : map) {
                boolean folder = value.path("isJson").asText("true").equals("false");
                if (folder && !ModelMetadata.isPlain(value.path("value").asText("/"))) {
                    throw new IllegalArgumentException(
                            "its grid names a stage " + SavedParams.shown(value.path("value")));
                }
            }
        }
    }

    /** Compares the candidates of a loaded stage with the saved ones. */
    void requireSame(Params stage) {
        if (maps.isMissingNode() || !(stage instanceof ValidatorParams tuning)) {
            return;
        }
        ParamMap[] loaded = tuning.getEstimatorParamMaps();
        for (int i = 0; i < loaded.length; i++) {
            for (JsonNode value : maps.path(i)) {
                if (value.path("isJson").asText("true").equals("true")) {
                    requireSame(loaded[i], value);
                }
            }
        }
    }

    private static void requireSame(ParamMap map, JsonNode saved) {
        Iterator<ParamPair<?>> pairs = map.toSeq().iterator();
        while (pairs.hasNext()) {
            ParamPair<?> pair = pairs.next();
            if (pair.param().name().equals(saved.path("name").asText())
                    && pair.param().parent().equals(saved.path("parent").asText())) {
                @SuppressWarnings("unchecked")
                Param<Object> param = (Param<Object>) pair.param();
                SavedParams.requireSame(
                        param,
                        pair.value(),
                        ModelMetadata.json(saved.path("value").asText()));
            }
        }
    }
}
