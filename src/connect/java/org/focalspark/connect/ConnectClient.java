package org.focalspark.connect;

import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Expression.Literal;
import org.apache.spark.connect.proto.Fetch;
import org.apache.spark.connect.proto.MlCommand;
import org.apache.spark.connect.proto.MlCommandResult;
import org.apache.spark.connect.proto.MlOperator;
import org.apache.spark.connect.proto.MlOperator.OperatorType;
import org.apache.spark.connect.proto.MlRelation;
import org.apache.spark.connect.proto.ObjectRef;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Read;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.UserContext;
import org.apache.spark.connect.proto.WriteOperation;
import org.sparkproject.connect.grpc.ManagedChannel;
import org.sparkproject.connect.grpc.ManagedChannelBuilder;

/** A session of Spark Connect, as far as stages need one: the messages that PySpark's client sends. */
final class ConnectClient implements AutoCloseable {
    private static final String UID = "connected";

    private final ManagedChannel channel;
    private final SparkConnectServiceGrpc.SparkConnectServiceBlockingStub server;
    private final String session = UUID.randomUUID().toString();

    ConnectClient(int port) {
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
        server = SparkConnectServiceGrpc.newBlockingStub(channel);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** Rows of a Parquet folder. */
    static Relation parquet(String path) {
        return Relation.newBuilder()
                .setRead(Read.newBuilder()
                        .setDataSource(Read.DataSource.newBuilder()
                                .setFormat("parquet")
                                .addPaths(path)))
                .build();
    }

    /** Fits an estimator, and returns the id of its model on the server. */
    String fit(Class<?> estimator, Map<String, Object> params, Relation rows) {
        return run(MlCommand.newBuilder()
                        .setFit(MlCommand.Fit.newBuilder()
                                .setEstimator(operator(estimator, OperatorType.OPERATOR_TYPE_ESTIMATOR))
                                .setParams(Literals.params(params))
                                .setDataset(rows)))
                .getOperatorInfo()
                .getObjRef()
                .getId();
    }

    /** Rows with what a model on the server adds to them. */
    static Relation transformed(String model, Map<String, Object> params, Relation rows) {
        return transformed(MlRelation.Transform.newBuilder().setObjRef(ref(model)), params, rows);
    }

    /** Rows with what a transformer adds to them that the server is to make of its params alone. */
    static Relation transformed(Class<?> transformer, Map<String, Object> params, Relation rows) {
        MlOperator operator = operator(transformer, OperatorType.OPERATOR_TYPE_TRANSFORMER);
        return transformed(MlRelation.Transform.newBuilder().setTransformer(operator), params, rows);
    }

    private static Relation transformed(
            MlRelation.Transform.Builder transform, Map<String, Object> params, Relation rows) {
        return Relation.newBuilder()
                .setMlRelation(MlRelation.newBuilder()
                        .setTransform(
                                transform.setParams(Literals.params(params)).setInput(rows)))
                .build();
    }

    /** Calls a method without arguments, or one after the other: "summary.accuracy". */
    Literal fetch(String model, String methods) {
        return run(MlCommand.newBuilder().setFetch(chain(model, methods))).getParam();
    }

    private static Fetch.Builder chain(String model, String methods) {
        Fetch.Builder fetch = Fetch.newBuilder().setObjRef(ref(model));
        for (String method : methods.split("\\.", -1)) {
            fetch.addMethods(Fetch.Method.newBuilder().setMethod(method));
        }
        return fetch;
    }

    /** Calls a method with one argument. */
    Literal fetch(String model, String method, Object argument) {
        Fetch.Method.Args args =
                Fetch.Method.Args.newBuilder().setParam(Literals.of(argument)).build();
        return fetch(model, method, args);
    }

    /** Calls a method of a dataset. */
    Literal fetch(String model, String method, Relation rows) {
        return fetch(
                model, method, Fetch.Method.Args.newBuilder().setInput(rows).build());
    }

    private Literal fetch(String model, String method, Fetch.Method.Args argument) {
        return run(MlCommand.newBuilder()
                        .setFetch(Fetch.newBuilder()
                                .setObjRef(ref(model))
                                .addMethods(Fetch.Method.newBuilder()
                                        .setMethod(method)
                                        .addArgs(argument))))
                .getParam();
    }

    /** Rows that a method gives: "summary.roc". */
    static Relation fetched(String model, String methods) {
        return Relation.newBuilder()
                .setMlRelation(MlRelation.newBuilder().setFetch(chain(model, methods)))
                .build();
    }

    double evaluate(Class<?> evaluator, Map<String, Object> params, Relation rows) {
        return run(MlCommand.newBuilder()
                        .setEvaluate(MlCommand.Evaluate.newBuilder()
                                .setEvaluator(operator(evaluator, OperatorType.OPERATOR_TYPE_EVALUATOR))
                                .setParams(Literals.params(params))
                                .setDataset(rows)))
                .getParam()
                .getDouble();
    }

    void saveModel(String model, String path, boolean overwrite) {
        run(MlCommand.newBuilder()
                .setWrite(MlCommand.Write.newBuilder()
                        .setObjRef(ref(model))
                        .setPath(path)
                        .setShouldOverwrite(overwrite)));
    }

    void saveEstimator(Class<?> estimator, Map<String, Object> params, String path) {
        run(MlCommand.newBuilder()
                .setWrite(MlCommand.Write.newBuilder()
                        .setOperator(operator(estimator, OperatorType.OPERATOR_TYPE_ESTIMATOR))
                        .setParams(Literals.params(params))
                        .setPath(path)));
    }

    MlCommandResult.MlOperatorInfo load(Class<?> stage, OperatorType type, String path) {
        return run(MlCommand.newBuilder()
                        .setRead(MlCommand.Read.newBuilder()
                                .setOperator(operator(stage, type))
                                .setPath(path)))
                .getOperatorInfo();
    }

    /** Writes rows to a folder, where a session without Connect can read them. */
    void write(Relation rows, String path) {
        execute(Command.newBuilder()
                .setWriteOperation(WriteOperation.newBuilder()
                        .setInput(rows)
                        .setSource("parquet")
                        .setPath(path)
                        .setMode(WriteOperation.SaveMode.SAVE_MODE_ERROR_IF_EXISTS)));
    }

    private MlCommandResult run(MlCommand.Builder command) {
        return execute(Command.newBuilder().setMlCommand(command));
    }

    /** Runs a command to its end, and returns what it says of a stage. */
    private MlCommandResult execute(Command.Builder command) {
        Iterator<ExecutePlanResponse> responses = server.executePlan(ExecutePlanRequest.newBuilder()
                .setSessionId(session)
                .setUserContext(UserContext.newBuilder().setUserId("test"))
                .setPlan(Plan.newBuilder().setCommand(command))
                .build());
        MlCommandResult result = MlCommandResult.getDefaultInstance();
        while (responses.hasNext()) {
            ExecutePlanResponse response = responses.next();
            result = response.hasMlCommandResult() ? response.getMlCommandResult() : result;
        }
        return result;
    }

    private static MlOperator operator(Class<?> stage, OperatorType type) {
        return MlOperator.newBuilder()
                .setName(stage.getName())
                .setUid(UID)
                .setType(type)
                .build();
    }

    private static ObjectRef ref(String id) {
        return ObjectRef.newBuilder().setId(id).build();
    }
}
