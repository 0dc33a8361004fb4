package org.focalspark.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

/** Profiles and tallies of columns are results of tasks, which clusters may serialize with Kryo. */
class ProfileKryoIT {
    @Test
    void profilesArriveAsTheyWereAndCountOn() {
        String[] cells = {"a", "1,5", "?", "2024-01-31", "12 %", "007", " ", "NaN"};
        ColumnProfile profile = new ColumnProfile(2, false);
        for (String cell : cells) {
            profile.add(cell);
        }

        ColumnProfile arrived = sent(profile);
        arrived.merge(sent(profile));

        assertThat(arrived.rows()).isEqualTo(2L * cells.length);
        for (TextKind kind : TextKind.values()) {
            assertThat(arrived.texts(kind)).as(kind.name()).isEqualTo(2 * profile.texts(kind));
            assertThat(arrived.examples(kind)).hasSameSizeAs(profile.examples(kind));
        }
        assertThat(arrived.examples(TextKind.OTHER)).containsEntry("a", 2L);
    }

    @Test
    void talliesArriveAsTheyWereAndCountOn() {
        RowEncoder encoder = new RowEncoder(
                new double[] {0.5}, new LevelIndex[] {new LevelIndex(new String[] {"a"}, new String[] {})}, false);
        ColumnTally[] tallies = {new ColumnTally(), new ColumnTally()};
        encoder.tally(i -> i == 0 ? "x" : "b", tallies);

        ColumnTally number = sent(tallies[0]);
        number.merge(sent(tallies[0]));

        assertThat(number.unreadable()).isEqualTo(2);
        assertThat(number.examples()).containsExactly("x");
        assertThat(sent(tallies[1]).unseen()).isOne();
    }

    private static <T> T sent(T object) {
        SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();
        return kryo.deserialize(
                kryo.serialize(object, ClassTag$.MODULE$.<T>apply(object.getClass())),
                ClassTag$.MODULE$.<T>apply(object.getClass()));
    }
}
