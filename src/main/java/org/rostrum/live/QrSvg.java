package org.rostrum.live;

import io.nayuki.qrcodegen.QrCode;
import java.net.URI;

/// An address as a QR code: black on white whatever the page's colours, with the four light modules around it that
/// the standard (ISO/IEC 18004) wants.
final class QrSvg {

    private static final int QUIET = 4;

    private QrSvg() {}

    static String of(URI address) {
        var code = QrCode.encodeText(address.toString(), QrCode.Ecc.MEDIUM);
        int size = code.size + 2 * QUIET;
        var path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + QUIET)
                            .append(',')
                            .append(y + QUIET)
                            .append("h1v1h-1z");
                }
            }
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">\
                <path fill="#fff" d="M0,0h%dv%dh-%dz"/><path d="%s"/></svg>""".formatted(size, size, size, size, size, path);
    }
}
