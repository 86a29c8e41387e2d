package io.tradeguard.admission;

import io.tradeguard.account.Access;
import io.tradeguard.account.Caller;
import io.tradeguard.account.RoleFilter;
import io.tradeguard.ratelimit.CallerLimit;
import io.tradeguard.ratelimit.LimitPolicies;
import io.tradeguard.web.ProblemException;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.Set;

/**
 * Counts a forwarded request, in place of the endpoint's own category, and turns its refusal into
 * one that the proxy understands.
 */
@Provider
@Forward
@Priority(2000)
public class ForwardFilter implements ContainerRequestFilter, ContainerResponseFilter {
  private static final Set<Integer> REPLACED = Set.of(429, 503);

  @Inject CallerLimit limit;
  @Inject LimitPolicies policies;

  @Override
  public void filter(ContainerRequestContext request) {
    ForwardQuestion question =
        ForwardQuestion.of(request.getUriInfo().getRequestUri().getRawQuery());
    if (!policies.has(question.category())) {
      throw ProblemException.unprocessable("Parameter 'category' names no rate limit.");
    }
    if (LimitPolicies.countsAddresses(question.category())) {
      throw ProblemException.unprocessable(
          "The rate limit '" + question.category() + "' counts addresses only. Name another.");
    }
    question.keepIn(request);
    limit
        .count(request, question.category(), question.cost())
        .or(
            () ->
                question.authRequired()
                    ? RoleFilter.refusal(Caller.of(request), Optional.of(Access.ACCOUNT))
                    : Optional.empty())
        .or(() -> ServiceScope.refusal(Caller.of(request), question.category()))
        .ifPresent(refusal -> request.abortWith(refusal.toResponse()));
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    ForwardQuestion question = ForwardQuestion.of(request);
    if (question != null && question.refusesBy403() && REPLACED.contains(response.getStatus())) {
      response.getHeaders().putSingle("X-Tradeguard-Status", response.getStatus());
      response.setStatus(403);
    }
  }
}
