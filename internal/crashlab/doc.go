// Package crashlab breaks the running product and checks from outside whether it kept its promises. Two processes of
// the real binary run on a PostgreSQL of their own, with a simulated Cafe24 and a mail server that can misbehave.
// Between every two of them there is a link that can be broken.
//
// The package owns the faults, the repairs and the checks. docs/crashlab.md describes them and how to repeat a run. It
// is test code only: no part of the product may import it, and no part of the product may know that it is being broken.
package crashlab
