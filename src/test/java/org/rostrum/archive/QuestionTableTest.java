package org.rostrum.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionTableTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '~',
            value = {
                "=1+1>'=1+1",
                "＝1+1>'＝1+1",
                "\u200B=1+1>'\u200B=1+1",
                "hello;=1+1>hello;'=1+1",
                "hello; =1+1;end>hello;' =1+1;end",
                "hello,@sum(a1)>hello,'@sum(a1)",
                "hello|-1>hello|'-1",
                "a;\"=1+1\">a;'\"=1+1\"",
            })
    void what_a_spreadsheet_of_whatever_language_would_calculate_is_defused(String text, String cell) {
        assertThat(QuestionTable.cell(text)).isEqualTo(cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "How long is it?", "A-t-on 35 h; ou 40?", "e-mail = ?", "5 + 5, or 10"})
    void other_texts_stay_as_they_are(String text) {
        assertThat(QuestionTable.cell(text)).isEqualTo(text);
    }
}
