// Package crashlab breaks the running product and looks from outside whether it kept its promises: two processes of the
// real binary on a PostgreSQL of their own, a simulated Cafe24 and a mail server that can misbehave, with a breakable link
// between every two of them.
//
// It owns the breaking, the healing and the checks; docs/crashlab.md says what they are and how a run is repeated. It is
// test code only: nothing of the product may import it, and nothing of the product may know that it is being broken.
package crashlab
