package org.focalspark.storage;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** How a draft gets to its place. */
interface Swap {
    Path draft();

    /** Moves the old content aside and the draft in; what a failure leaves is for {@link #moveBack()}. */
    void moveIn() throws IOException;

    /** Puts back what {@link #moveIn()} has moved aside, or nothing. */
    void moveBack() throws IOException;

    /** Deletes the old content, once the new one is in its place. */
    void discardPrevious() throws IOException;

    /** Deletes the draft if it was not moved, unless it tells that the old content still counts. */
    void discardDraft() throws IOException;
}
