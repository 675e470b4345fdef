package org.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedAssetsTest {

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip, deflate, br, zstd", "gzip;q=0.5,BR ; q=1", "br;q=0.001"})
    void a_coding_that_is_named_is_accepted(String accepted) {
        assertThat(CompressedAssets.isAccepted("br", accepted)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "gzip, deflate", "br;q=0", "br ; q=0.000, gzip", "brotli", "*"})
    void a_coding_that_is_not_named_or_ruled_out_is_not_accepted(String accepted) {
        assertThat(CompressedAssets.isAccepted("br", accepted)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'br;q=0, gzip', false, true", "'br, gzip;q=0', true, false"})
    void each_coding_is_looked_at_by_itself(String accepted, boolean brotli, boolean gzip) {
        assertThat(CompressedAssets.isAccepted("br", accepted)).isEqualTo(brotli);
        assertThat(CompressedAssets.isAccepted("gzip", accepted)).isEqualTo(gzip);
    }
}
