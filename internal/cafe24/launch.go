package cafe24

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	maxLaunchQuery = 8 << 10
	launchSkew     = time.Minute // how far Cafe24's clock may be ahead of ours
	hmacLen        = 44          // base64 of 32 bytes
)

// Launch is one opening of the app from a mall's admin, with a proof that it comes from Cafe24.
type Launch struct {
	MallID    string
	UserID    string
	UserName  string
	UserType  string // "P" owner, "A" sub-operator, "S" supplier; treat any other value as least privilege
	Lang      string // e.g. "ko_KR"
	ShopNo    int    // 1 when not sent
	Timestamp time.Time
	Nonce     string // hex; the same launch has the same nonce, whatever the percent-encoding of its signature
}

// VerifyLaunch checks a launch's raw query as received. Never pass a query that was parsed and encoded again, because
// the signature covers the encoded text. The errors are [ErrLaunchMalformed], [ErrLaunchSignature] and
// [ErrLaunchStale]. With ErrLaunchStale the launch is returned too, since its signature is valid. VerifyLaunch does
// not know earlier launches; the caller ensures single use, by Nonce.
func (p *Platform) VerifyLaunch(rawQuery string) (Launch, error) {
	values, signed, err := splitLaunch(rawQuery)
	if err != nil {
		return Launch{}, err
	}
	mac, err := decodeHMAC(values["hmac"])
	if err != nil {
		return Launch{}, err
	}
	if !p.signed([]byte(signed), mac, func(sum []byte) []byte { return sum }) {
		return Launch{}, ErrLaunchSignature
	}
	return p.readLaunch(values, mac)
}

// splitLaunch returns the decoded parameters (only hmac stays encoded) and the signed text: the received pairs in the
// received order without the hmac pair. Pairs in another order are a different text, so they are refused.
func splitLaunch(rawQuery string) (values map[string]string, signed string, err error) {
	if rawQuery == "" || len(rawQuery) > maxLaunchQuery {
		return nil, "", fmt.Errorf("%w: length %d", ErrLaunchMalformed, len(rawQuery))
	}
	values = make(map[string]string)
	var rest []string
	for pair := range strings.SplitSeq(rawQuery, "&") {
		rawKey, rawValue, _ := strings.Cut(pair, "=")
		key, keyErr := url.QueryUnescape(rawKey)
		value, valueErr := url.QueryUnescape(rawValue)
		if keyErr != nil || valueErr != nil || key == "" {
			return nil, "", fmt.Errorf("%w: bad escape or empty name", ErrLaunchMalformed)
		}
		// The decoded names are compared, because every later step reads mall%5Fid as mall_id.
		if _, twice := values[key]; twice {
			return nil, "", ErrLaunchTwice
		}
		if key == "hmac" {
			value = rawValue
		} else {
			rest = append(rest, pair)
		}
		values[key] = value
	}
	return values, strings.Join(rest, "&"), nil
}

// decodeHMAC accepts a bare "+", and a space, because a server on the way may have decoded "+" to a space.
func decodeHMAC(raw string) ([]byte, error) {
	text, err := url.PathUnescape(raw)
	if err != nil {
		return nil, fmt.Errorf("%w: hmac escape", ErrLaunchMalformed)
	}
	text = strings.ReplaceAll(text, " ", "+")
	if len(text) != hmacLen {
		return nil, fmt.Errorf("%w: hmac length", ErrLaunchMalformed)
	}
	mac, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(mac) != sha256.Size {
		return nil, fmt.Errorf("%w: hmac encoding", ErrLaunchMalformed)
	}
	return mac, nil
}

func (p *Platform) readLaunch(values map[string]string, mac []byte) (Launch, error) {
	seconds, err := strconv.ParseUint(values["timestamp"], 10, 36) // 36 bits end in the year 4147
	if err != nil {
		return Launch{}, fmt.Errorf("%w: timestamp", ErrLaunchMalformed)
	}
	launch := Launch{
		MallID:    values["mall_id"],
		UserID:    clean(values["user_id"], maxMessage),
		UserName:  clean(values["user_name"], maxMessage),
		UserType:  clean(values["user_type"], maxMessage),
		Lang:      clean(values["lang"], maxMessage),
		ShopNo:    1,
		Timestamp: time.Unix(int64(seconds), 0).UTC(),
	}
	if !ValidMallID(launch.MallID) {
		return Launch{}, fmt.Errorf("%w: mall_id", ErrLaunchMalformed)
	}
	if text, sent := values["shop_no"]; sent {
		if launch.ShopNo, err = strconv.Atoi(text); err != nil || launch.ShopNo < 1 {
			return Launch{}, fmt.Errorf("%w: shop_no", ErrLaunchMalformed)
		}
	}
	now := p.now()
	if now.Sub(launch.Timestamp) > p.cfg.LaunchMaxAge || launch.Timestamp.Sub(now) > launchSkew {
		return launch, ErrLaunchStale
	}
	nonce := sha256.Sum256(fmt.Appendf(nil, "%x\n%d\n%s", mac, seconds, launch.MallID))
	launch.Nonce = hex.EncodeToString(nonce[:])
	return launch, nil
}
