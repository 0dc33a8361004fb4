package org.focalspark.app;

import java.util.Optional;
import org.apache.spark.package$;
import picocli.CommandLine.IVersionProvider;

/** Versions that {@code --version} prints. */
final class Versions implements IVersionProvider {

    /** Returns the version in the manifest of the jar. Classes outside a jar have none. */
    static String application() {
        return Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    static String spark() {
        return package$.MODULE$.SPARK_VERSION();
    }

    @Override
    public String[] getVersion() {
        return new String[] {"focalspark " + application(), "Spark " + spark()};
    }
}
