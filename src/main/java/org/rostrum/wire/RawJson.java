package org.rostrum.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/// A JSON value that is already encoded. It is written as it is, so that a view encoded once goes into many
/// messages; its UTF-8 bytes are made at the first writing and kept.
///
/// Whoever makes one answers for its being a single well-formed JSON value: [#of(Object)] always makes such.
@JsonSerialize(using = RawJson.Writer.class)
@JsonDeserialize(using = RawJson.Reader.class)
public final class RawJson {

    private final SerializableString json;

    private RawJson(String json) {
        this.json = new SerializedString(json);
    }

    /// Encodes a value by the rules of the wire: absent fields left out, times with milliseconds.
    public static RawJson of(Object value) {
        return new RawJson(Json.text(value));
    }

    /// Takes JSON text that somebody has encoded.
    public static RawJson ofText(String json) {
        return new RawJson(json);
    }

    /// The JSON text.
    public String text() {
        return json.getValue();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson raw && raw.text().equals(text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }

    static final class Writer extends StdSerializer<RawJson> {

        private static final long serialVersionUID = 1L;

        Writer() {
            super(RawJson.class);
        }

        @Override
        public void serialize(RawJson value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeRawValue(value.json);
        }
    }

    static final class Reader extends StdDeserializer<RawJson> {

        private static final long serialVersionUID = 1L;

        Reader() {
            super(RawJson.class);
        }

        @Override
        public RawJson deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return new RawJson(context.readTree(in).toString());
        }
    }
}
