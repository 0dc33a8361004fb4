package org.focalspark.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.ConvexFocalLoss;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.LossForm;
import org.focalspark.loss.LossKind;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.MultilabelLoss;
import org.focalspark.loss.NormalizedLoss;
import org.focalspark.loss.OneVsRestLoss;
import org.focalspark.loss.PointwiseLoss;
import org.focalspark.loss.Poly1FocalLoss;
import org.focalspark.loss.ReducedFocalLoss;
import org.focalspark.loss.SeparableLoss;
import org.focalspark.loss.SoftmaxLoss;
import org.junit.jupiter.api.Named;

/** Every loss in every family with every option: what the gradient checks of all levels run over. */
public final class MarginLosses {
    private static final double THRESHOLD = 0.3;
    private static final double[] SMOOTHINGS = {0.0, 0.1};
    private static final double[] WEIGHTS = {0.2, 1.0, 7.0};

    private MarginLosses() {}

    /** Losses of three classes: unequal gammas where a class has its own. */
    private record Choice(String name, List<PointwiseLoss> losses) {}

    private static List<Choice> choices() {
        List<Choice> choices = new ArrayList<>(List.of(
                new Choice("log loss", List.of(new FocalLoss(0.0), new FocalLoss(0.0), new FocalLoss(0.0))),
                new Choice(
                        "convexFocal in log-odds",
                        List.of(
                                ConvexFocalLoss.inLogOdds(2.0, -1.0),
                                ConvexFocalLoss.inLogOdds(2.0, -1.0),
                                ConvexFocalLoss.inLogOdds(2.0, -1.0))),
                new Choice(
                        "poly1Focal of several epsilons",
                        List.of(
                                new Poly1FocalLoss(2.0, 1.0),
                                new Poly1FocalLoss(0.0, -0.5),
                                new Poly1FocalLoss(3.0, 4.0))),
                new Choice(
                        "reduced",
                        List.of(
                                new ReducedFocalLoss(2.0, THRESHOLD),
                                new ReducedFocalLoss(0.5, THRESHOLD),
                                new ReducedFocalLoss(4.0, THRESHOLD)))));
        for (LossKind kind : LossKind.values()) {
            LossForm form = new LossForm(kind, LossForm.Option::absent, false);
            choices.add(
                    new Choice(kind.text(), List.of(form.pointwise(2.0), form.pointwise(0.5), form.pointwise(5.0))));
        }
        return choices;
    }

    /** Every loss, family and option. */
    public static Stream<Named<MarginLoss>> all() {
        return Stream.concat(separable(), normalized());
    }

    /** Ratios, plain and reduced. */
    public static Stream<Named<MarginLoss>> normalized() {
        return separable()
                .filter(loss ->
                        loss.getName().startsWith("focal") || loss.getName().startsWith("reduced"))
                .map(loss -> Named.of(
                        "normalized " + loss.getName(), new NormalizedLoss((SeparableLoss) loss.getPayload())));
    }

    private static Stream<Named<MarginLoss>> separable() {
        List<Named<MarginLoss>> all = new ArrayList<>();
        for (Choice choice : choices()) {
            for (double smoothing : SMOOTHINGS) {
                String name = choice.name() + (smoothing > 0.0 ? ", smoothed, " : ", ");
                all.add(Named.of(name + "binary", binary(choice, smoothing)));
                all.add(Named.of(name + "softmax", softmax(choice, smoothing)));
                all.add(Named.of(name + "ovr", new OneVsRestLoss(columns(choice, smoothing), WEIGHTS.clone())));
                all.add(Named.of(name + "multilabel", new MultilabelLoss(columns(choice, smoothing), WEIGHTS.clone())));
            }
        }
        return all.stream();
    }

    private static BinaryLoss binary(Choice choice, double smoothing) {
        return new BinaryLoss(choice.losses().get(1), choice.losses().get(0), ClassWeights.of(0.25, 0.75), smoothing);
    }

    private static SoftmaxLoss softmax(Choice choice, double smoothing) {
        return new SoftmaxLoss(choice.losses().toArray(PointwiseLoss[]::new), WEIGHTS.clone(), smoothing);
    }

    private static BinaryLoss[] columns(Choice choice, double smoothing) {
        BinaryLoss[] columns = new BinaryLoss[3];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = new BinaryLoss(
                    choice.losses().get(c), choice.losses().get((c + 1) % 3), ClassWeights.of(0.7, 0.3), smoothing);
        }
        return columns;
    }

    /** The signed margin at which a derivative may jump, NaN if none does. */
    public static double kinkOf(MarginLoss loss) {
        return loss.hasPosteriorMap() ? Double.NaN : Math.log(THRESHOLD / (1.0 - THRESHOLD));
    }

    /** Whether a row has a label per column. */
    public static boolean isMultilabel(MarginLoss loss) {
        return loss instanceof MultilabelLoss
                || (loss instanceof NormalizedLoss ratio && ratio.unnormalized() instanceof MultilabelLoss);
    }
}
