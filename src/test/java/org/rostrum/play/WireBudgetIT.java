package org.rostrum.play;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.LoadState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a viewer's first visit costs, as it is on the wire: heads and bodies of all that is fetched until there is
/// something to read.
@ExtendWith(Doors.class)
class WireBudgetIT {

    private static final int MOST_BYTES = 60_000;
    private static final int QUESTIONS = 20;

    @Test
    void the_first_load_of_the_room_fits_into_its_budget_and_fetches_everything_once(Evening evening) {
        // Given
        for (int number = 1; number <= QUESTIONS; number++) {
            evening.published(number + ": do I still go through the whole officer training?", Language.ENGLISH);
        }
        var vera = evening.stranger(Language.ENGLISH);
        var requests = new ArrayList<Request>();
        vera.page().onRequestFinished(requests::add);

        // When
        vera.opens("/s/" + evening.code()).sees("20: do I still");
        vera.page().waitForLoadState(LoadState.NETWORKIDLE);

        // Then
        // asking for sizes lets further news of the page in
        var costs = List.copyOf(requests).stream().map(WireBudgetIT::cost).toList();
        assertThat(costs.stream().mapToLong(Cost::bytes).sum())
                .as("bytes of %s", costs)
                .isLessThan(MOST_BYTES);
        assertThat(costs.stream().map(Cost::address).filter(address -> address.endsWith("/room")))
                .hasSize(1);
    }

    private record Cost(String address, long bytes) {}

    private static Cost cost(Request request) {
        var sizes = request.sizes();
        return new Cost(request.url(), (long) sizes.responseHeadersSize + sizes.responseBodySize);
    }
}
