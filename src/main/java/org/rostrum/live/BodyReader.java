package org.rostrum.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// Reads a request's body once it is known who sends it: a resource that took the value itself would have it read and
/// parsed for everybody. Waits for the body.
@Singleton
public class BodyReader {

    private final ObjectMapper json;

    BodyReader(ObjectMapper json) {
        this.json = json;
    }

    /// The value that the body is.
    ///
    /// @throws Refused `malformed`
    public <T> T read(InputStream body, Class<T> type) {
        try {
            var value = json.readValue(body, type);
            if (value == null) {
                throw new Refused(RefusalCode.MALFORMED, "The body is not of the form that is expected.");
            }
            return value;
        } catch (JsonProcessingException _) {
            throw new Refused(RefusalCode.MALFORMED, "The body is not of the form that is expected.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
