package main

import (
	"context"
	"errors"
	"net"
	"net/mail"
	"strings"
)

// These checks look for the DNS records that the sender's domain has to
// publish, so that receivers trust its mails. No check fails: without the
// records mails are sent, but end in the spam folder.

// sender looks up SPF, DKIM and DMARC of the domain that sends the mails.
func (d *doctor) sender(ctx context.Context, cfg Config) {
	address, err := mail.ParseAddress(cfg.MailFrom)
	if err != nil {
		d.check("MAIL_FROM", err)
		return
	}
	domain := address.Address[strings.LastIndex(address.Address, "@")+1:]
	d.record(ctx, "SPF of "+domain, domain, "v=spf1",
		`"v=spf1 include:… ~all", naming the servers that SMTP_URL sends through`)
	d.dkim(ctx, cfg, domain)
	d.record(ctx, "DMARC of "+domain, "_dmarc."+domain, "v=DMARC1",
		`"v=DMARC1; p=none; rua=mailto:postmaster@`+domain+`" to begin with`)
}

// record warns if name has no TXT record that begins with prefix.
func (d *doctor) record(ctx context.Context, what, name, prefix, publish string) {
	texts, ok := d.texts(ctx, what, name)
	if !ok {
		return
	}
	for _, text := range texts {
		if strings.HasPrefix(strings.ToLower(text), strings.ToLower(prefix)) {
			d.check(what, nil)
			return
		}
	}
	d.warn(what, "there is none; publish at "+name+" TXT "+publish)
}

// dkim compares the published key with the key that signs.
func (d *doctor) dkim(ctx context.Context, cfg Config, domain string) {
	what := "DKIM of " + domain
	if cfg.DKIM.Key == nil {
		d.warn(what, "mail is not signed; set DKIM_KEY, unless the mail server signs for "+domain+" itself")
		return
	}
	name := cfg.DKIM.Name(domain)
	texts, ok := d.texts(ctx, what, name)
	if !ok {
		return
	}
	problem := "there is no key"
	for _, text := range texts {
		isKey, ours := cfg.DKIM.Published(text)
		if ours {
			d.check(what, nil)
			return
		}
		if isKey {
			problem = "the key there is not that of DKIM_KEY, so every signature fails"
		}
	}
	d.warn(what, problem+"; publish at "+name+` TXT "`+cfg.DKIM.Record()+`"`)
}

// texts returns the TXT records of name. It returns false and reports a line if
// the lookup fails. A name that does not exist has no records.
func (d *doctor) texts(ctx context.Context, what, name string) ([]string, bool) {
	texts, err := d.lookup(ctx, name)
	var failure *net.DNSError
	if err != nil && (!errors.As(err, &failure) || !failure.IsNotFound) {
		d.warn(what, name+" could not be looked up; try again, or look at the name servers of this machine")
		return nil, false
	}
	return texts, true
}
