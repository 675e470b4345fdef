package org.rostrum.question;

/// The language a question is written in, as its asker or a moderator says.
public enum Language {
    EN,
    FR,
    OTHER
}
