package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/notify/mailsim"
)

// demoKeys are made once and stored, so that a second start can decrypt what
// the first one encrypted.
type demoKeys struct {
	Session, Encryption, Client, Webhook []byte
}

func (d *demo) keys() (demoKeys, error) {
	path := filepath.Join(d.options.dataDir, "keys.json")
	var k demoKeys
	content, err := os.ReadFile(path) //nolint:gosec // in the folder that the user chose
	if err == nil {
		return k, json.Unmarshal(content, &k)
	}
	if !errors.Is(err, os.ErrNotExist) {
		return k, err
	}
	for _, key := range []*[]byte{&k.Session, &k.Encryption, &k.Client, &k.Webhook} {
		*key = make([]byte, 32)
		_, _ = rand.Read(*key) // never fails
	}
	content, err = json.Marshal(k)
	if err != nil {
		return k, err
	}
	return k, os.WriteFile(path, content, 0o600)
}

// config returns what serve would read from the environment. The admin runs on
// 127.0.0.1 and the app on localhost. A browser treats them as two sites, so
// that cookies in the frame behave as in production.
func (d *demo) config(databaseURL string, inbox *mailsim.Server, l demoListeners) (Config, error) {
	k, err := d.keys()
	if err != nil {
		return Config{}, err
	}
	_, appPort, err := net.SplitHostPort(l.app.Addr().String())
	if err != nil {
		return Config{}, err
	}
	admin, app := "http://"+l.admin.Addr().String(), "http://localhost:"+appPort
	env := map[string]string{
		"DATABASE_URL":           databaseURL,
		"APP_URL":                app,
		"OPS_ADDR":               "off",
		"CAFE24_CLIENT_ID":       cafe24sim.DefaultClientID,
		"CAFE24_CLIENT_SECRET":   hex.EncodeToString(k.Client),
		"CAFE24_WEBHOOK_KEY":     hex.EncodeToString(k.Webhook),
		"CAFE24_API_URL":         admin + "/mall/{mall_id}",
		"CAFE24_ADMIN_URL":       admin + "/mall/{mall_id}/admin",
		"CAFE24_FRAME_ANCESTORS": admin,
		"HINT_DELAY":             d.options.hintDelay.String(),
		"CONFIRM_DELAY":          d.options.confirm.String(),
		"WATCH_INTERVAL":         d.options.watch.String(),
		"SWEEP_INTERVAL":         "1h",
		"DRAIN_DELAY":            "0s",
		"SESSION_KEYS":           base64.StdEncoding.EncodeToString(k.Session),
		"ENCRYPTION_KEYS":        base64.StdEncoding.EncodeToString(k.Encryption),
		"SMTP_URL":               inbox.URL(),
		"MAIL_FROM":              "재고 알림 <alert@inventory-alert.example>",
		"SUPPORT_EMAIL":          "help@inventory-alert.example",
		"DEBUG":                  "true",
	}
	cfg, err := readConfig(func(name string) string { return env[name] })
	cfg.AllowPrivateHooks, cfg.HealthInterval = true, 10*time.Second
	return cfg, err
}

func (d *demo) announce(sim *cafe24sim.Server, cfg Config, l demoListeners, took time.Duration) {
	d.print(`
재고 알림 데모가 켜졌어요 · the demo is up (%.1f s)

  ▶ 열어 보세요 · open this   %s

    메일함 · mail inbox        http://%s/
    앱 · the app itself        %s

  해 볼 일 · what to try
    1. 관리자 화면에서 동의하고 재고 목록을 봐요.      Give consent in the admin page, see the stock list.
    2. 첫 화면의 세 단계를 따라가요.                   Follow the three steps on the first page.
    3. 목록에서 품목의 알림 기준을 정해요.             Set a threshold in a row.
    4. "시뮬레이터 조작"에서 그 품목을 팔아요.         Sell that item on the simulator's control page.
    5. 1분쯤 뒤 메일함을 열어요.                       Read the mail a minute later.
       그다음 알림은 80분쯤 모아서 한 통으로 와요.     Later alerts are gathered for about 80 minutes.
       미리 알리지 못하고 품절된 품목은 바로 알려요.   What sells out without a warning is sent at once.
       설정의 "하루에 보낼 알림 메일"을 0으로 하면     With "Alert mails a day" at 0 in the settings
       매번 바로 와요.                                 each one goes at once.

  Ctrl-C 로 모두 멈춰요. 데이터는 %s 에 남아요. (Ctrl-C stops everything; the data stays. make demo-reset clears it.)
`, took.Seconds(), strings.ReplaceAll(sim.AdminURL(), "{mall_id}", sim.Malls()[0]), l.mail.Addr(), cfg.AppURL, d.options.dataDir)
}
