package org.rostrum.testing;

import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails every test during which the contract was broken, and lets REST-assured's answers be looked at. Registered for
/// all tests as an extension of JUnit, and once more as a callback of Quarkus: its tests have a class loader, and with
/// it [Breaches], of their own.
public final class ContractKeeper
        implements BeforeAllCallback, AfterEachCallback, QuarkusTestBeforeClassCallback, QuarkusTestAfterEachCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        RestAssured.replaceFiltersWith(new Listener());
    }

    @Override
    public void beforeClass(Class<?> testClass) {
        RestAssured.replaceFiltersWith(new Listener());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Breaches.requireNone();
    }

    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        Breaches.requireNone();
    }

    private static final class Listener implements Filter {

        @Override
        public Response filter(
                FilterableRequestSpecification request,
                FilterableResponseSpecification expected,
                FilterContext context) {
            var response = context.next(request, expected);
            var answer = new HttpContract.Answer(response.statusCode(), response.contentType(), response.asString());
            HttpContract.heard(request.getMethod(), URI.create(request.getURI()).getPath(), answer);
            return response;
        }
    }
}
