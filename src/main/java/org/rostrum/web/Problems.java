package org.rostrum.web;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.rostrum.database.LostTransaction;
import org.rostrum.database.Outage;
import org.rostrum.database.UnknownWord;
import org.rostrum.identity.SecurityRecord;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.wire.Problem;

/// Turns whatever a resource throws into `application/problem+json` (RFC 9457). A refusal is an answer; anything
/// unforeseen is logged here, once, and answered without details.
class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int BAD_REQUEST = 400;
    private static final long MILLIS_PER_SECOND = 1000;

    private final SecurityRecord record;

    Problems(SecurityRecord record) {
        this.record = record;
    }

    @ServerExceptionMapper
    Response refused(Refused refused) {
        record.count(refused.refusal());
        return answer(refused.refusal());
    }

    /// A body that is JSON, but not the one asked for. The detail does not repeat it. (A body that is no JSON comes as
    /// status 400 below; the framework's own mapper of this class would else answer in its own form.)
    @ServerExceptionMapper
    Response unreadable(MismatchedInputException unreadable) {
        return answer(new Refusal(RefusalCode.MALFORMED, "The body is not of the form that is expected."));
    }

    /// A body nested too deeply, or with a number or a name that is too long.
    @ServerExceptionMapper
    Response excessive(StreamConstraintsException excessive) {
        return answer(new Refusal(RefusalCode.MALFORMED, "The body cannot be read."));
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException invalid) {
        var fields = invalid.getConstraintViolations().stream()
                .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
                .sorted()
                .collect(Collectors.joining("; "));
        return answer(new Refusal(RefusalCode.BAD_VALUE, fields));
    }

    /// What the HTTP layer itself refuses: unknown paths, wrong methods, unreadable bodies.
    @ServerExceptionMapper
    Response httpError(WebApplicationException error) {
        int status = error.getResponse().getStatus();
        if (status == BAD_REQUEST) {
            return answer(new Refusal(RefusalCode.MALFORMED, "The request cannot be read."));
        }
        if (status > BAD_REQUEST + 99) {
            return fault(error);
        }
        if (error.getResponse().hasEntity() || status < BAD_REQUEST) {
            return error.getResponse();
        }
        return Response.fromResponse(error.getResponse())
                .type(Problem.MEDIA_TYPE)
                .entity(new HttpProblem(
                        "about:blank", error.getResponse().getStatusInfo().getReasonPhrase(), status))
                .build();
    }

    /// Whoever asks again later may be answered; the cause is one line in the log, for it is the same for everybody.
    @ServerExceptionMapper
    Response fault(Throwable fault) {
        if (Departure.isBehind(fault)) {
            LOG.debugf(fault, "whoever asked has left");
            return answer(new Refusal(RefusalCode.MALFORMED, "The request has no end."));
        }
        if (Outage.isBehind(fault)) {
            LOG.warnf("a request waits for the database: %s", fault.getMessage());
            return answer(new Refusal(RefusalCode.UNAVAILABLE, "The database is out of reach.", RETRY_AFTER));
        }
        if (UnknownWord.isBehind(fault)) {
            LOG.warnf("a server of a later version has stored what this one cannot read: %s", fault.getMessage());
            return answer(new Refusal(RefusalCode.UNAVAILABLE, "A server of a later version has it.", RETRY_AFTER));
        }
        if (LostTransaction.isBehind(fault)) {
            LOG.warnf("a request lost to others: %s", fault.getMessage());
            return answer(new Refusal(RefusalCode.BUSY, "Others were changing the same; try again.", RETRY_AFTER));
        }
        LOG.error("A request failed", fault);
        return answer(new Refusal(RefusalCode.FAULT, "The server failed; it is on record."));
    }

    /// RFC 9457, section 4.2.1: a problem that says no more than its status.
    record HttpProblem(String type, String title, int status) {}

    private static Response answer(Refusal refusal) {
        var answer = Response.status(refusal.code().status())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(Problem.of(refusal));
        Duration retryAfter = refusal.retryAfter();
        if (retryAfter != null) {
            // whole seconds, rounded up: coming back early would be refused again
            long seconds = (retryAfter.toMillis() + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
            answer.header(HttpHeaders.RETRY_AFTER, seconds);
        }
        return answer.build();
    }
}
