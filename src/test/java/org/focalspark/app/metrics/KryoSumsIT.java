package org.focalspark.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.reflect.ClassTag$;

/** What the job sums over rows goes to executors and back, on clusters that serialize with Kryo as well. */
class KryoSumsIT {
    private static Object[] sums() {
        return new Object[] {
            new ProbabilityScores(3, 1, 4.5, 1.5, 1.25, 2.5, 0.75),
            new PrecisionRecall(0.5, 0.25, 0.75, 0.375, 0.5, 0.25)
        };
    }

    @ParameterizedTest
    @MethodSource("sums")
    void arriveAsTheyWere(Object sums) {
        assertThat(sent(sums)).isEqualTo(sums);
    }

    private static <T> T sent(T object) {
        SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();
        return kryo.deserialize(
                kryo.serialize(object, ClassTag$.MODULE$.<T>apply(object.getClass())),
                ClassTag$.MODULE$.<T>apply(object.getClass()));
    }
}
