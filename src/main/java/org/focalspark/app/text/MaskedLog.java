package org.focalspark.app.text;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.rewrite.RewriteAppender;
import org.apache.logging.log4j.core.appender.rewrite.RewritePolicy;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.jspecify.annotations.Nullable;

/**
 * Masks secrets in the log of the driver, including lines of Spark, Hadoop and JDBC drivers, which log paths, options
 * and exceptions. If the logging backend is not Log4j Core, only lines of focalspark are masked.
 */
public final class MaskedLog implements Closeable {
    private final List<Runnable> undo = new ArrayList<>();

    private MaskedLog() {}

    /**
     * Masks every line until the result is closed.
     *
     * @param mask hides secrets
     * @return object whose close method ends the masking
     */
    public static MaskedLog by(UnaryOperator<String> mask) {
        MaskedLog masked = new MaskedLog();
        if (LogManager.getContext(false) instanceof LoggerContext context) {
            Configuration configuration = context.getConfiguration();
            RewritePolicy policy = event -> masked(event, mask);
            List<LoggerConfig> loggers =
                    new ArrayList<>(configuration.getLoggers().values());
            loggers.add(configuration.getRootLogger());
            loggers.stream().distinct().forEach(logger -> masked.replace(configuration, logger, policy));
        }
        return masked;
    }

    private void replace(Configuration configuration, LoggerConfig logger, RewritePolicy policy) {
        Map<String, Appender> appenders = new LinkedHashMap<>(logger.getAppenders());
        appenders.forEach((name, appender) -> {
            if (!appender.equals(configuration.getAppender(name))) {
                return; // appender of a test or tool that reads events and writes nothing
            }
            String maskedName = name + "-masked";
            AppenderRef[] target = {AppenderRef.createAppenderRef(name, null, null)};
            RewriteAppender rewriting =
                    RewriteAppender.createAppender(maskedName, "true", target, configuration, policy, null);
            rewriting.start();
            logger.removeAppender(name);
            logger.addAppender(rewriting, Level.ALL, null);
            undo.add(() -> {
                logger.removeAppender(maskedName);
                logger.addAppender(appender, null, null);
            });
        });
    }

    private static LogEvent masked(LogEvent event, UnaryOperator<String> mask) {
        String line = event.getMessage().getFormattedMessage();
        Throwable thrown = event.getThrown();
        Log4jLogEvent.Builder masked = new Log4jLogEvent.Builder(event).setMessage(new SimpleMessage(mask.apply(line)));
        if (thrown != null) {
            masked.setThrown(new MaskedFailure(thrown, mask));
        }
        return masked.build();
    }

    @Override
    public void close() {
        undo.forEach(Runnable::run);
        undo.clear();
    }

    /** An exception with the stack trace and the masked message of another exception. */
    private static final class MaskedFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private static final int DEEPEST = 20;

        MaskedFailure(Throwable failure, UnaryOperator<String> mask) {
            this(failure, mask, 0);
        }

        private MaskedFailure(Throwable failure, UnaryOperator<String> mask, int depth) {
            super(mask.apply(String.valueOf(failure)), cause(failure, mask, depth), false, true);
            setStackTrace(failure.getStackTrace());
        }

        private static @Nullable MaskedFailure cause(Throwable failure, UnaryOperator<String> mask, int depth) {
            return failure.getCause() == null || depth > DEEPEST
                    ? null
                    : new MaskedFailure(failure.getCause(), mask, depth + 1);
        }

        /** The message begins with the class name of the original exception. */
        @Override
        @SuppressWarnings("OverrideThrowableToString")
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
