// Package web is the outermost ring: it owns the routes, the sessions, the
// security headers, the limits, the one place where an error becomes an answer,
// and the mapping between the domain and what browsers and API clients see.
//
// It must not hold SQL, must not decide whether an alert is due, and must not
// call Cafe24's admin API. What it needs from elsewhere it declares as small
// interfaces; cmd passes the implementations.
package web
