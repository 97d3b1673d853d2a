package lowstock_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
)

func TestOperatorsRights(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kind string
		subs bool
		want lowstock.Right
	}{
		{"P", false, lowstock.RightOwn},
		{"P", true, lowstock.RightOwn},
		{"A", false, lowstock.RightAct},
		{"A", true, lowstock.RightRules},
		{"S", true, lowstock.RightSee},
		{"", true, lowstock.RightSee},
		{"p", false, lowstock.RightSee},
	} {
		if got := (lowstock.Operator{Type: tc.kind}).Right(tc.subs); got != tc.want {
			t.Errorf("%q, %v: %d, want %d", tc.kind, tc.subs, got, tc.want)
		}
	}
}

func TestSettingChanges(t *testing.T) {
	t.Parallel()
	was := lowstock.Settings{
		Locale: "ko", Timezone: "Asia/Seoul", CollectSeconds: 60, DigestAt: "09:00", Targets: lowstock.Targets{}.With(lowstock.ChannelSlack, "https://hooks.slack.com/old-secret"),
		Recipients: []lowstock.Recipient{{Email: "a@x.kr", Immediate: true, Digest: lowstock.DigestOff}, {Email: "b@x.kr", Digest: lowstock.DigestOff}},
	}
	if got := lowstock.SettingChanges(was, was); len(got) != 0 {
		t.Errorf("nothing changed: %+v", got)
	}
	is := was
	is.CollectSeconds, is.QuietFrom, is.QuietTo, is.SubsChangeRules = 0, "22:00", "07:00", true
	is.Targets = is.Targets.With(lowstock.ChannelSlack, "https://hooks.slack.com/new-secret").With(lowstock.ChannelWebhook, "https://erp.x.kr/hook-secret")
	is.Recipients = []lowstock.Recipient{{Email: "a@x.kr", Digest: lowstock.DigestDaily, Categories: []int{1, 2}}, {Email: "c@x.kr"}}
	got := lowstock.SettingChanges(was, is)
	want := []lowstock.SettingChange{
		{What: lowstock.SettingImmediate, Subject: "a@x.kr", From: "on"},
		{What: lowstock.SettingDigest, Subject: "a@x.kr", From: "off", To: "daily"},
		{What: lowstock.SettingScope, Subject: "a@x.kr", To: "2"},
		{What: lowstock.SettingRecipientRemoved, Subject: "b@x.kr"},
		{What: lowstock.SettingRecipientAdded, Subject: "c@x.kr"},
		{What: lowstock.Setting(lowstock.ChannelSlack), From: "on", To: "on"},
		{What: lowstock.Setting(lowstock.ChannelWebhook), To: "on"},
		{What: lowstock.SettingCollect, From: "60", To: "0"},
		{What: lowstock.SettingQuiet, To: "22:00–07:00"},
		{What: lowstock.SettingSubs, To: "on"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if strings.Contains(fmt.Sprintf("%+v", got), "secret") {
		t.Error("the record holds a secret")
	}
}

func TestSupplyChanges(t *testing.T) {
	t.Parallel()
	was := lowstock.Supply{LeadDays: 14, Level: 95, OrderDays: 28, Suppliers: map[string]int{"S1": 7}, Products: map[int64]int{}}
	is := was
	is.LeadDays, is.Level = 9, 98
	want := []lowstock.SettingChange{{What: lowstock.SettingLeadDays, From: "14", To: "9"}, {What: lowstock.SettingLevel, From: "95", To: "98"}}
	if diff := cmp.Diff(want, lowstock.SupplyChanges(was, is)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, tc := range []struct {
		lead lowstock.LeadTime
		want []lowstock.SettingChange
	}{
		{lowstock.LeadTime{SupplierCode: "S1"}, []lowstock.SettingChange{{What: lowstock.SettingSupplierLead, Subject: "S1", From: "7"}}},
		{lowstock.LeadTime{SupplierCode: "S1", Days: 7}, nil},
		{lowstock.LeadTime{ProductNo: 3, Days: 21}, []lowstock.SettingChange{{What: lowstock.SettingProductLead, Subject: "3", To: "21"}}},
	} {
		if diff := cmp.Diff(tc.want, tc.lead.Changes(was)); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tc.lead, diff)
		}
	}
}
