package org.focalspark.app;

import java.util.Optional;
import org.apache.spark.package$;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Versions implements IVersionProvider {

    /** Version in the manifest of our jar; classes outside a jar have none. */
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
