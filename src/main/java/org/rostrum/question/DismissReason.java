package org.rostrum.question;

/// Why a question is not published. The asker reads a sentence for each.
public enum DismissReason {
    OFF_TOPIC,
    PERSONAL_INFORMATION,
    INDIVIDUAL_CASE,
    OPERATIONAL,
    COMPLAINT,
    DISRESPECTFUL,
    ALREADY_ANSWERED,
    TECHNICAL,
    UNCLEAR,
    OTHER
}
