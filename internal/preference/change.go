package preference

import (
	"slices"
	"strconv"
	"time"
)

// Setting identifies something that a merchant sets.
type Setting string

// The settings whose changes are recorded, except those of channels: their
// setting has the name of the channel. Rules have a record of their own.
const (
	SettingRecipientAdded   Setting = "recipient_added"
	SettingRecipientRemoved Setting = "recipient_removed"
	SettingImmediate        Setting = "recipient_immediate"
	SettingSecond           Setting = "recipient_second"
	SettingDigest           Setting = "recipient_digest"
	SettingRecipientLocale  Setting = "recipient_locale"
	SettingScope            Setting = "recipient_scope"
	SettingConfirmed        Setting = "recipient_confirmed"    // done by the recipient
	SettingUnsubscribed     Setting = "recipient_unsubscribed" // done by the recipient
	SettingSecret           Setting = "webhook_secret"
	SettingTokenMade        Setting = "token_made"
	SettingTokenDeleted     Setting = "token_deleted"
	SettingSessionsEnded    Setting = "sessions_ended"
	SettingCollect          Setting = "collect_seconds"
	SettingCap              Setting = "daily_cap"
	SettingSecondAfter      Setting = "second_after_hours"
	SettingQuiet            Setting = "quiet"
	SettingDigestAt         Setting = "digest_at"
	SettingLocale           Setting = "locale"
	SettingTimezone         Setting = "timezone"
	SettingSubs             Setting = "subs_change_rules"
	SettingLeadDays         Setting = "lead_days"
	SettingLevel            Setting = "level"
	SettingOrderDays        Setting = "order_days"
	SettingSupplierLead     Setting = "supplier_lead"
	SettingProductLead      Setting = "product_lead"
	SettingPromotionAdded   Setting = "promotion_added"
	SettingPromotionDeleted Setting = "promotion_deleted"
	SettingHoliday          Setting = "holiday"
)

// SettingsKept is how many setting changes a mall's record keeps. The newest
// are kept.
const SettingsKept = 500

// SettingOn is the recorded value of a switch that is on, and of a secret
// address that is set. The record does not contain the address. Off and not set
// are "".
const SettingOn = "on"

// SettingChange is one change of a setting.
type SettingChange struct {
	At       time.Time
	By       string // an operator, "api:" and a token's name, or the recipient from whose mail it came
	What     Setting
	Subject  string // an address, a token's name, a supplier's code, …; "" if What is enough
	From, To string // the values as they are written; "": none
}

// settingsDiff collects the differences.
type settingsDiff []SettingChange

func (d *settingsDiff) add(what Setting, subject, from, to string) {
	if from != to {
		*d = append(*d, SettingChange{What: what, Subject: subject, From: from, To: to})
	}
}

func onOff(on bool) string {
	if on {
		return SettingOn
	}
	return ""
}

// SettingChanges returns the differences between two settings of a mall,
// without secrets. The caller sets the time and the person.
func SettingChanges(was, is Settings) []SettingChange {
	var d settingsDiff
	d.recipients(was.Recipients, is.Recipients)
	d.targets(was.Targets, is.Targets)
	d.add(SettingCollect, "", strconv.Itoa(was.CollectSeconds), strconv.Itoa(is.CollectSeconds))
	d.add(SettingCap, "", strconv.Itoa(was.DailyCap), strconv.Itoa(is.DailyCap))
	d.add(SettingSecondAfter, "", strconv.Itoa(was.SecondAfterHours), strconv.Itoa(is.SecondAfterHours))
	d.add(SettingQuiet, "", quietHours(was), quietHours(is))
	d.add(SettingDigestAt, "", was.DigestAt, is.DigestAt)
	d.add(SettingLocale, "", was.Locale, is.Locale)
	d.add(SettingTimezone, "", was.Timezone, is.Timezone)
	d.add(SettingSubs, "", onOff(was.SubsChangeRules), onOff(is.SubsChangeRules))
	return d
}

func quietHours(s Settings) string {
	if s.QuietFrom == "" {
		return ""
	}
	return s.QuietFrom + "–" + s.QuietTo
}

// targets records that the secret address of a channel was set, changed or
// removed. It does not record the address.
func (d *settingsDiff) targets(was, is Targets) {
	for _, c := range is.Changed(was) {
		*d = append(*d, SettingChange{What: Setting(c), From: onOff(was.Of(c).Address != ""), To: onOff(is.Of(c).Address != "")})
	}
}

func (d *settingsDiff) recipients(was, is []Recipient) {
	for _, r := range was {
		if at := recipientNamed(is, r.Email); at >= 0 {
			d.recipient(r, is[at])
		} else {
			*d = append(*d, SettingChange{What: SettingRecipientRemoved, Subject: r.Email})
		}
	}
	for _, r := range is {
		if recipientNamed(was, r.Email) < 0 {
			*d = append(*d, SettingChange{What: SettingRecipientAdded, Subject: r.Email})
		}
	}
}

func recipientNamed(list []Recipient, email string) int {
	return slices.IndexFunc(list, func(r Recipient) bool { return r.Email == email })
}

func (d *settingsDiff) recipient(was, is Recipient) {
	d.add(SettingImmediate, is.Email, onOff(was.Immediate), onOff(is.Immediate))
	d.add(SettingSecond, is.Email, onOff(was.Second), onOff(is.Second))
	d.add(SettingDigest, is.Email, string(was.Digest), string(is.Digest))
	d.add(SettingRecipientLocale, is.Email, was.Locale, is.Locale)
	if !slices.Equal(was.Categories, is.Categories) || !slices.Equal(was.Suppliers, is.Suppliers) {
		*d = append(*d, SettingChange{What: SettingScope, Subject: is.Email, From: scopeSize(was), To: scopeSize(is)})
	}
}

// scopeSize is how many categories and suppliers a recipient is notified about;
// "" for all.
func scopeSize(r Recipient) string {
	if n := len(r.Categories) + len(r.Suppliers); n > 0 {
		return strconv.Itoa(n)
	}
	return ""
}

// SupplyChanges returns the differences between two supply settings of a mall,
// except lead times of suppliers and products.
func SupplyChanges(was, is Supply) []SettingChange {
	var d settingsDiff
	d.add(SettingLeadDays, "", strconv.Itoa(was.LeadDays), strconv.Itoa(is.LeadDays))
	d.add(SettingLevel, "", strconv.Itoa(was.Level), strconv.Itoa(is.Level))
	d.add(SettingOrderDays, "", strconv.Itoa(was.OrderDays), strconv.Itoa(is.OrderDays))
	return d
}

// Changes returns the differences that a lead time makes to the supply
// settings.
func (l LeadTime) Changes(was Supply) []SettingChange {
	days := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	var d settingsDiff
	if l.ProductNo != 0 {
		d.add(SettingProductLead, strconv.FormatInt(l.ProductNo, 10), days(was.Products[l.ProductNo]), days(l.Days))
	} else {
		d.add(SettingSupplierLead, l.SupplierCode, days(was.Suppliers[l.SupplierCode]), days(l.Days))
	}
	return d
}
