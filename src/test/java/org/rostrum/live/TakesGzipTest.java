package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TakesGzipTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip                     | true",
                "br, GZIP;q=0.5           | true",
                "gzip;q=1                 | true",
                "*                        | true",
                "''                       | false",
                "br                       | false",
                "gzip;q=0                 | false",
                "gzip ; q=0.000, br       | false",
                "*;q=0                    | false",
                "*, gzip;q=0              | false",
                "x-gzip                   | false"
            })
    void only_whoever_takes_it_is_sent_it(String accepted, boolean taken) {
        assertThat(SnapshotResource.takesGzip(accepted)).isEqualTo(taken);
    }
}
