// Package web is the outermost layer. It owns the server, the tables of routes
// and what stands before their handlers: the security headers, the limits, the
// checks of sessions and rights, logging and metrics, webhooks and health. The
// pages and the JSON API are in its subpackages.
//
// It must not hold SQL, must not decide whether an alert is due, and must not
// call Cafe24's admin API. It declares what it needs from other packages as
// small interfaces; cmd passes the implementations.
package web
