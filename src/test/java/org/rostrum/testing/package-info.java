/// What tests of several packages share: a real PostgreSQL, a browser, people and sessions to speak about.
package org.rostrum.testing;
