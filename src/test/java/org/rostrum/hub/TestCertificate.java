package org.rostrum.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for localhost that nobody but the tests trusts, made by the JDK's keytool.
final class TestCertificate {

    static final String PASSWORD = "only-for-tests";

    private static final Path FILE = Path.of("target", "test-tls", "localhost.p12");

    private TestCertificate() {}

    static synchronized Path file() {
        if (!Files.exists(FILE)) {
            try {
                Files.createDirectories(FILE.getParent());
                var keytool = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "localhost",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost,ip:127.0.0.1",
                                "-validity",
                                "3650",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                FILE.toString(),
                                "-storepass",
                                PASSWORD)
                        .inheritIO()
                        .start();
                if (keytool.waitFor() != 0) {
                    throw new IllegalStateException("keytool made no certificate");
                }
            } catch (IOException e) {
                throw new IllegalStateException("no certificate for the tests", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a certificate was made", e);
            }
        }
        return FILE.toAbsolutePath();
    }

    /// Trusts this certificate and no other.
    static SSLContext trusting() {
        try {
            var own = KeyStore.getInstance(file().toFile(), PASSWORD.toCharArray());
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("localhost", own.getCertificate("localhost"));
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the tests' certificate cannot be read", e);
        }
    }
}
