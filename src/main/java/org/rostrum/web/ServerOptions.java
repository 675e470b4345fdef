package org.rostrum.web;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/// What our HTTP server leaves out, where Quarkus has no setting for it.
@Singleton
class ServerOptions implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        // no browser speaks HTTP/2 without TLS, and proxies speak HTTP/1.1 to us
        options.setHttp2ClearTextEnabled(false);
        customizeSockets(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeSockets(options);
    }

    /// With this extension the decoder would let reserved bits pass, and what is written below the encoder would not
    /// be compressed as agreed.
    private static void customizeSockets(HttpServerOptions options) {
        options.setPerFrameWebSocketCompressionSupported(false);
    }
}
