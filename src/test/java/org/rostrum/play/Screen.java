package org.rostrum.play;

/// The screens that the pages are looked at on, in CSS pixels.
enum Screen {
    PHONE(390, 844),
    TABLET(820, 1180),
    LAPTOP(1366, 768);

    private final int width;
    private final int height;

    Screen(int width, int height) {
        this.width = width;
        this.height = height;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
