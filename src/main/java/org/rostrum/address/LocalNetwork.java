package org.rostrum.address;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;

/// The machine's own addresses.
final class LocalNetwork {

    /// Reserved for documentation (RFC 5737): nothing is sent, only the route towards it is looked up.
    private static final InetSocketAddress SOMEWHERE_OUTSIDE = new InetSocketAddress("192.0.2.1", 9);

    private LocalNetwork() {}

    /// The IPv4 address by which others in the local network reach this machine: that of the default route, else any
    /// private one.
    static Optional<String> address() {
        try (var socket = new DatagramSocket()) {
            socket.connect(SOMEWHERE_OUTSIDE);
            var local = socket.getLocalAddress();
            if (local instanceof Inet4Address && !local.isAnyLocalAddress() && !local.isLoopbackAddress()) {
                return Optional.of(local.getHostAddress());
            }
        } catch (IOException | RuntimeException _) {
            // no route: the machine may still have an address
        }
        return addresses().stream().findFirst();
    }

    /// All IPv4 addresses of interfaces that are up, loopback left out.
    static List<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(LocalNetwork::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (IOException _) {
            return false;
        }
    }
}
