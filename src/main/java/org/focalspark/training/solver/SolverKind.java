package org.focalspark.training.solver;

import org.focalspark.loss.Choice;

/** Values of param solver. */
public enum SolverKind implements Choice {
    /** newton where it applies, otherwise lbfgs. */
    AUTO("auto"),
    /** L-BFGS as in Spark; OWL-QN with an L1 penalty, L-BFGS-B with bounds. */
    LBFGS("lbfgs"),
    /** L-BFGS that starts at the fit of a sample and measures steps by its second derivatives. */
    NEWTON("newton");

    private final String text;

    SolverKind(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
