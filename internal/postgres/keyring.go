package postgres

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/redact"
)

const (
	keyBytes   = 32
	keyIDBytes = 4 // of the key's SHA-256: enough to tell a handful of keys apart, too little to guess a key from
)

// Keyring seals secrets at rest with AES-256-GCM. A sealed value names its key
// and is bound to its table, column and mall: moved to another place it does
// not open.
type Keyring struct {
	newest [keyIDBytes]byte
	order  [][keyIDBytes]byte // in the order in which they were given
	keys   map[[keyIDBytes]byte]cipher.AEAD
}

// NewKeyring makes a keyring from keys of 32 bytes, newest first. The newest
// key seals; every key opens.
func NewKeyring(keys [][]byte) (*Keyring, error) {
	if len(keys) == 0 {
		return nil, errors.New("keyring: no key")
	}
	ring := &Keyring{newest: keyID(keys[0]), keys: map[[keyIDBytes]byte]cipher.AEAD{}}
	for i, key := range keys {
		if len(key) != keyBytes {
			return nil, fmt.Errorf("keyring: key %d has %d bytes, not %d", i+1, len(key), keyBytes)
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, fmt.Errorf("keyring: %w", err)
		}
		aead, err := cipher.NewGCM(block)
		if err != nil {
			return nil, fmt.Errorf("keyring: %w", err)
		}
		id := keyID(key)
		if _, twice := ring.keys[id]; twice {
			return nil, fmt.Errorf("keyring: key %d is there twice", i+1)
		}
		ring.keys[id] = aead
		ring.order = append(ring.order, id)
	}
	return ring, nil
}

func keyID(key []byte) (id [keyIDBytes]byte) {
	sum := sha256.Sum256(key)
	copy(id[:], sum[:])
	return id
}

// seal returns key id, nonce and ciphertext; place is "table|column".
func (k *Keyring) seal(secret redact.Secret, place string, mall lowstock.MallID) ([]byte, error) {
	aead := k.keys[k.newest]
	sealed := make([]byte, keyIDBytes+aead.NonceSize(), keyIDBytes+aead.NonceSize()+len(secret)+aead.Overhead())
	copy(sealed, k.newest[:])
	nonce := sealed[keyIDBytes:]
	if _, err := rand.Read(nonce); err != nil {
		return nil, fmt.Errorf("keyring: %w", err)
	}
	return aead.Seal(sealed, nonce, []byte(secret.Reveal()), identity(place, mall)), nil
}

func (k *Keyring) open(sealed []byte, place string, mall lowstock.MallID) (redact.Secret, error) {
	if len(sealed) < keyIDBytes {
		return "", fmt.Errorf("keyring: %s of %s is no sealed secret", place, mall)
	}
	aead, ok := k.keys[[keyIDBytes]byte(sealed[:keyIDBytes])]
	if !ok {
		return "", fmt.Errorf("keyring: %s of %s is sealed with a key that is not given any more", place, mall)
	}
	rest := sealed[keyIDBytes:]
	if len(rest) < aead.NonceSize() {
		return "", fmt.Errorf("keyring: %s of %s is no sealed secret", place, mall)
	}
	plain, err := aead.Open(nil, rest[:aead.NonceSize()], rest[aead.NonceSize():], identity(place, mall))
	if err != nil {
		return "", fmt.Errorf("keyring: %s of %s does not open: %w", place, mall, err)
	}
	return redact.Secret(plain), nil
}

func identity(place string, mall lowstock.MallID) []byte { return []byte(place + "|" + string(mall)) }

// sealMaybe is seal that returns nil for an unset secret, so that it is stored
// as NULL.
func (k *Keyring) sealMaybe(secret redact.Secret, place string, mall lowstock.MallID) ([]byte, error) {
	if secret == "" {
		return nil, nil
	}
	return k.seal(secret, place, mall)
}

func (k *Keyring) openMaybe(sealed []byte, place string, mall lowstock.MallID) (redact.Secret, error) {
	if sealed == nil {
		return "", nil
	}
	return k.open(sealed, place, mall)
}
