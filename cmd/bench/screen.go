//go:build linux

package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

// screen watches a virtual X screen from outside, as a person would: the server
// itself tells when something was drawn (its DAMAGE extension), and gives the
// picture. So the same is measured for every program, and none has to help.
type screen struct {
	conn    net.Conn
	root    uint32
	width   uint16
	height  uint16
	drawn   chan time.Time // one for each rectangle that was drawn
	replies chan []byte
	seed    maphash.Seed
}

var little = binary.LittleEndian

// openScreen connects to the screen of DISPLAY, which must be on this computer
// and open to us, as that of .ci/desktop is.
func openScreen() (*screen, error) {
	number, _, _ := strings.Cut(strings.TrimPrefix(os.Getenv("DISPLAY"), ":"), ".")
	if number == "" {
		return nil, errors.New("there is no X screen here; run this inside .ci/desktop")
	}
	conn, err := net.Dial("unix", "/tmp/.X11-unix/X"+number)
	if err != nil {
		return nil, err
	}
	s := &screen{conn: conn, drawn: make(chan time.Time, 1<<16), replies: make(chan []byte, 1), seed: maphash.MakeSeed()}
	in := bufio.NewReaderSize(conn, 1<<20)
	ids, err := s.greet(in)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	go s.listen(in)
	return s, s.watch(ids)
}

// greet opens the conversation and returns the first identifier that is ours.
func (s *screen) greet(in io.Reader) (ids uint32, err error) {
	if _, err := s.conn.Write([]byte{'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0}); err != nil {
		return 0, err
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(in, head); err != nil {
		return 0, err
	}
	body := make([]byte, 4*int(little.Uint16(head[6:])))
	if _, err := io.ReadFull(in, body); err != nil {
		return 0, err
	}
	if head[0] != 1 {
		return 0, errors.New("the X screen refuses the connection")
	}
	vendor, formats := int(little.Uint16(body[16:])), int(body[21])
	first := body[32+(vendor+3)/4*4+8*formats:]
	s.root, s.width, s.height = little.Uint32(first), little.Uint16(first[20:]), little.Uint16(first[22:])
	return little.Uint32(body[4:]), nil
}

// watch asks to be told of everything that is drawn.
func (s *screen) watch(ids uint32) error {
	name := "DAMAGE\x00\x00"
	ask := []byte{98, 0, 4, 0, 6, 0, 0, 0}
	answer, err := s.ask(append(ask, name...))
	if err != nil {
		return err
	}
	if answer[8] == 0 {
		return errors.New("the X screen has no DAMAGE extension")
	}
	major := answer[9]
	version := []byte{major, 0, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0}
	if _, err := s.ask(version); err != nil {
		return err
	}
	create := []byte{major, 1, 4, 0}
	create = little.AppendUint32(create, ids)
	create = little.AppendUint32(create, s.root)
	_, err = s.conn.Write(append(create, 0, 0, 0, 0))
	return err
}

// listen sorts what the server says: answers, errors, and events, all of which
// are about drawing.
func (s *screen) listen(in io.Reader) {
	defer close(s.replies)
	for {
		head := make([]byte, 32)
		if _, err := io.ReadFull(in, head); err != nil {
			return
		}
		switch head[0] {
		case 0:
			s.replies <- nil
		case 1:
			answer := make([]byte, 32+4*int(little.Uint32(head[4:])))
			copy(answer, head)
			if _, err := io.ReadFull(in, answer[32:]); err != nil {
				return
			}
			s.replies <- answer
		default:
			s.drawn <- time.Now()
		}
	}
}

func (s *screen) ask(request []byte) ([]byte, error) {
	if _, err := s.conn.Write(request); err != nil {
		return nil, err
	}
	select {
	case answer := <-s.replies:
		if answer == nil {
			return nil, fmt.Errorf("the X screen refuses request %d", request[0])
		}
		return answer, nil
	case <-time.After(10 * time.Second):
		return nil, errors.New("the X screen does not answer")
	}
}

// picture is a fingerprint of what the screen shows.
func (s *screen) picture() (uint64, error) {
	get := []byte{73, 2, 5, 0}
	get = little.AppendUint32(get, s.root)
	get = append(get, 0, 0, 0, 0)
	get = little.AppendUint16(get, s.width)
	get = little.AppendUint16(get, s.height)
	get = little.AppendUint32(get, ^uint32(0))
	answer, err := s.ask(get)
	if err != nil {
		return 0, err
	}
	return maphash.Bytes(s.seed, answer[32:]), nil
}

// forget drops what was told until now.
func (s *screen) forget() {
	for len(s.drawn) > 0 {
		<-s.drawn
	}
}

// look is what the screen showed after something was drawn.
type look struct {
	at      time.Time
	picture uint64
}

// firstComplete waits until the screen stood still for a while, and returns when
// its picture became the one that stayed.
func (s *screen) firstComplete(still, most time.Duration) (time.Time, error) {
	bare, err := s.picture()
	if err != nil {
		return time.Time{}, err
	}
	var looks []look
	end := time.After(most)
	for {
		wait := time.After(still)
		if len(looks) == 0 || looks[len(looks)-1].picture == bare {
			wait = nil // nothing to see yet
		}
		select {
		case at := <-s.drawn:
			s.forget()
			p, err := s.picture()
			if err != nil {
				return time.Time{}, err
			}
			looks = append(looks, look{at, p})
		case <-wait:
			return settled(looks), nil
		case <-end:
			return time.Time{}, fmt.Errorf("no window stood still within %s", most)
		}
	}
}

// settled finds the look from which on the picture was the last one.
func settled(looks []look) time.Time {
	i := len(looks) - 1
	for i > 0 && looks[i-1].picture == looks[len(looks)-1].picture {
		i--
	}
	return looks[i].at
}
