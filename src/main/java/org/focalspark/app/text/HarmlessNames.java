package org.focalspark.app.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names of reader options and URL parameters whose values are not secrets, mostly options of Spark's own sources.
 * Values of all other names are hidden, since connectors can use any name for a secret.
 */
final class HarmlessNames {
    private static final String CSV_AND_TEXT = "header inferSchema enforceSchema sep delimiter quote escape comment"
            + " nullValue emptyValue nanValue positiveInf negativeInf encoding charset mode locale multiLine lineSep"
            + " ignoreLeadingWhiteSpace ignoreTrailingWhiteSpace maxColumns maxCharsPerColumn unescapedQuoteHandling"
            + " charToEscapeQuoteEscaping columnNameOfCorruptRecord preferDate samplingRatio dateFormat timestampFormat"
            + " timestampNTZFormat timeZone wholetext enableDateTimeParsingFallback";
    private static final String JSON_AND_XML = "primitivesAsString prefersDecimal allowComments"
            + " allowUnquotedFieldNames allowSingleQuotes allowNumericLeadingZeros allowBackslashEscapingAnyCharacter"
            + " allowUnquotedControlChars allowNonNumericNumbers dropFieldIfAllNull rowTag rootTag attributePrefix valueTag"
            + " excludeAttribute treatEmptyValuesAsNulls ignoreNamespace ignoreSurroundingSpaces";
    private static final String FILES =
            "format compression mergeSchema recursiveFileLookup pathGlobFilter modifiedBefore"
                    + " modifiedAfter ignoreCorruptFiles ignoreMissingFiles datetimeRebaseMode int96RebaseMode basePath"
                    + " ignoreExtension numFeatures vectorType versionAsOf timestampAsOf startingVersion endingVersion dataAddress"
                    + " sheetName usePlainNumberFormat useHeader maxRowsInMemory maxByteArraySize";
    private static final String DATABASES = "dbtable driver partitionColumn lowerBound upperBound numPartitions"
            + " queryTimeout fetchsize batchsize isolationLevel pushDownPredicate pushDownAggregate pushDownLimit"
            + " pushDownOffset pushDownTableSample ssl useSSL sslmode useUnicode characterEncoding serverTimezone"
            + " applicationName databaseName encrypt accountName endpointSuffix connectTimeout socketTimeout loginTimeout region warehouse keyspace cluster collection";

    private static final Set<String> NAMES = Arrays.stream(
                    String.join(" ", CSV_AND_TEXT, JSON_AND_XML, FILES, DATABASES)
                            .split(" "))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private HarmlessNames() {}

    /** Returns whether the value of an option may be shown. Ignores case, as Spark's options do. */
    static boolean contains(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }
}
