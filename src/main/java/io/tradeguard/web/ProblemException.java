package io.tradeguard.web;

import jakarta.ejb.ApplicationException;

/** Ends a request with a problem document; rolls back the transaction it passes through. */
@ApplicationException(rollback = true)
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  public static ProblemException badRequest(String detail) {
    return new ProblemException(Problem.of(400, detail));
  }

  public static ProblemException notFound() {
    return new ProblemException(Problem.of(404, "There is no such resource."));
  }

  public static ProblemException conflict(String detail) {
    return new ProblemException(Problem.of(409, detail));
  }

  public static ProblemException unsupported(String detail) {
    return new ProblemException(Problem.of(415, detail));
  }

  public static ProblemException unprocessable(String detail) {
    return new ProblemException(Problem.of(422, detail));
  }

  public Problem problem() {
    return problem;
  }
}
