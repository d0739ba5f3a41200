// Command verify checks what soxa writes, with the Go project's own implementation of notes and trees.
//
// It shares no code with soxa: notes and Merkle proofs go to golang.org/x/mod/sumdb, and the two formats
// which that does not know, cosignatures (c2sp.org/tlog-cosignature) and proof files (c2sp.org/tlog-proof),
// are read here as their documents describe them.
//
//	verify note FILE VKEY...                             prints the text that every one of the keys signed
//	verify receipt FILE LOGVKEY COSIGNERVKEY             prints the POSIX time of the cosignature
//	verify proof FILE LOGVKEY ENTRYFILE                  prints the entry's leaf hash; ENTRYFILE "-" takes the
//	                                                     extra data up to its first newline as the entry
//	verify consistency OLDNOTE NEWNOTE VKEY PROOFFILE    one base64 hash a line; prints both sizes
//
// It exits with 1, and a reason on standard error, if anything does not hold.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const typeCosignatureV1 = 0x04

var errUsage = errors.New("usage: verify note|receipt|proof|consistency ARGUMENT...")

func main() {
	answer, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "verify:", err)
		os.Exit(1)
	}
	fmt.Print(answer)
}

func run(args []string) (string, error) {
	switch {
	case len(args) >= 3 && args[0] == "note":
		return verifyNote(args[1], args[2:])
	case len(args) == 4 && args[0] == "receipt":
		return verifyReceipt(args[1], args[2], args[3])
	case len(args) == 4 && args[0] == "proof":
		return verifyProof(args[1], args[2], args[3])
	case len(args) == 5 && args[0] == "consistency":
		return verifyConsistency(args[1], args[2], args[3], args[4])
	}
	return "", errUsage
}

func verifyNote(file string, vkeys []string) (string, error) {
	msg, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	n, err := open(msg, vkeys...)
	if err != nil {
		return "", err
	}
	return n.Text, nil
}

func verifyReceipt(file, logKey, cosignerKey string) (string, error) {
	msg, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	n, err := open(msg, logKey, cosignerKey)
	if err != nil {
		return "", err
	}
	if _, err := parseCheckpoint(n.Text, logKey); err != nil {
		return "", err
	}
	cosigner, err := newVerifier(cosignerKey)
	if err != nil {
		return "", err
	}
	for _, sig := range n.Sigs {
		if sig.Name == cosigner.Name() && sig.Hash == cosigner.KeyHash() {
			raw, err := base64.StdEncoding.DecodeString(sig.Base64)
			if err != nil {
				return "", err
			}
			return fmt.Sprintln(binary.BigEndian.Uint64(raw[4:])), nil
		}
	}
	return "", errors.New("no cosignature")
}

func verifyProof(file, logKey, entryFile string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	p, err := parseProof(string(text))
	if err != nil {
		return "", err
	}
	entry, _, _ := bytes.Cut(p.extra, []byte("\n"))
	if entryFile != "-" {
		if entry, err = os.ReadFile(entryFile); err != nil {
			return "", err
		}
	}
	n, err := open([]byte(p.checkpoint), logKey)
	if err != nil {
		return "", err
	}
	tree, err := parseCheckpoint(n.Text, logKey)
	if err != nil {
		return "", err
	}
	if p.index >= tree.N {
		return "", errors.New("the index is past the end of the tree")
	}
	leaf := tlog.RecordHash(entry)
	if err := tlog.CheckRecord(p.hashes, tree.N, tree.Hash, p.index, leaf); err != nil {
		return "", err
	}
	return fmt.Sprintln(leaf), nil
}

func verifyConsistency(oldFile, newFile, vkey, proofFile string) (string, error) {
	var trees [2]tlog.Tree
	for i, file := range []string{oldFile, newFile} {
		msg, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		n, err := open(msg, vkey)
		if err != nil {
			return "", err
		}
		if trees[i], err = parseCheckpoint(n.Text, vkey); err != nil {
			return "", err
		}
	}
	text, err := os.ReadFile(proofFile)
	if err != nil {
		return "", err
	}
	proof, err := parseHashes(strings.Fields(string(text)))
	if err != nil {
		return "", err
	}
	old, latest := trees[0], trees[1]
	if old.N < 1 || old.N > latest.N {
		return "", errors.New("the sizes do not allow a proof")
	}
	if err := tlog.CheckTree(proof, latest.N, latest.Hash, old.N, old.Hash); err != nil {
		return "", err
	}
	return fmt.Sprintln(old.N, latest.N), nil
}

// open verifies a note and demands a good signature by every one of the keys.
func open(msg []byte, vkeys ...string) (*note.Note, error) {
	var known []note.Verifier
	for _, vkey := range vkeys {
		v, err := newVerifier(vkey)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", vkey, err)
		}
		known = append(known, v)
	}
	n, err := note.Open(msg, note.VerifierList(known...))
	if err != nil {
		return nil, err
	}
	if len(n.Sigs) != len(vkeys) {
		return nil, fmt.Errorf("%d of %d keys signed", len(n.Sigs), len(vkeys))
	}
	return n, nil
}

// newVerifier knows the types of note.NewVerifier and, besides, cosignatures.
func newVerifier(vkey string) (note.Verifier, error) {
	name, rest, _ := strings.Cut(vkey, "+")
	hash, key64, _ := strings.Cut(rest, "+")
	key, err := base64.StdEncoding.DecodeString(key64)
	if err != nil {
		return nil, err
	}
	if len(key) != 1+ed25519.PublicKeySize || key[0] != typeCosignatureV1 {
		return note.NewVerifier(vkey)
	}
	sum := sha256.Sum256(append([]byte(name+"\n"), key...))
	if hex.EncodeToString(sum[:4]) != hash {
		return nil, errors.New("the key ID is not that of the cosigner's key")
	}
	return &cosigner{name, binary.BigEndian.Uint32(sum[:4]), ed25519.PublicKey(key[1:])}, nil
}

// A cosigner verifies c2sp.org/tlog-cosignature signatures of type 0x04.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }

func (c *cosigner) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(sig)
	if time > math.MaxInt64 {
		return false
	}
	msg := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return ed25519.Verify(c.key, []byte(msg), sig[8:])
}

// parseCheckpoint reads the text of a c2sp.org/tlog-checkpoint, whose origin must be the key's name.
func parseCheckpoint(text, vkey string) (tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tlog.Tree{}, errors.New("a checkpoint has three lines")
	}
	if name, _, _ := strings.Cut(vkey, "+"); lines[0] != name {
		return tlog.Tree{}, fmt.Errorf("the origin is %s", lines[0])
	}
	size, err := parseDecimal(lines[1])
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

type proof struct {
	extra      []byte
	index      int64
	hashes     []tlog.Hash
	checkpoint string
}

// parseProof reads a c2sp.org/tlog-proof@v1.
func parseProof(text string) (p proof, err error) {
	head, checkpoint, ok := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || lines[0] != "c2sp.org/tlog-proof@v1" {
		return p, errors.New("not a proof file")
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		if p.extra, err = base64.StdEncoding.DecodeString(lines[0][len("extra "):]); err != nil {
			return p, err
		}
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return p, errors.New("the proof file has no index")
	}
	if p.index, err = parseDecimal(lines[0][len("index "):]); err != nil {
		return p, err
	}
	p.hashes, err = parseHashes(lines[1:])
	p.checkpoint = checkpoint
	return p, err
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, line := range lines {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, h)
	}
	return hashes, nil
}

func parseDecimal(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != text {
		return 0, fmt.Errorf("%q is not a whole number", text)
	}
	return n, nil
}
