package org.rostrum.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rostrum.pace.Network;

/// One network connection, from its acceptance to its end. It rests while no request of it is served; from the first
/// byte that breaks the rest, the head of a request has so long to be complete. Owned by the connection's event loop.
final class OpenConnection extends ChannelInboundHandlerAdapter {

    private final Admission admission;
    private final Network network;
    private final Channel channel;
    private final Duration requestTime;

    private @Nullable Future<?> deadline;
    private int served;

    /// HTTP/2 sends other things than heads while it rests.
    private boolean multiplexed;

    OpenConnection(Admission admission, Network network, Channel channel, Duration requestTime) {
        this.admission = admission;
        this.network = network;
        this.channel = channel;
        this.requestTime = requestTime;
    }

    Network network() {
        return network;
    }

    /// Ends it. Any thread.
    void close() {
        var _ = channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (served == 0 && deadline == null && !multiplexed) {
            deadline = context.executor().schedule(this::close, requestTime.toMillis(), TimeUnit.MILLISECONDS);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopWaiting();
        context.fireChannelInactive();
    }

    /// The head of a request is complete.
    void serve(boolean multiplexes) {
        multiplexed |= multiplexes;
        stopWaiting();
        if (served++ == 0) {
            admission.serves(this);
        }
    }

    /// A request is answered.
    void rest() {
        if (--served == 0) {
            admission.rests(this);
        }
    }

    private void stopWaiting() {
        if (deadline != null) {
            var _ = deadline.cancel(false);
            deadline = null;
        }
    }
}
