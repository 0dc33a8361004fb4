package org.focalspark.app;

/** A job that cannot be run as asked: arguments, configuration or input are at fault. The message is for the user. */
final class InvalidJobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidJobException(String sentence) {
        super(sentence);
    }

    InvalidJobException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
