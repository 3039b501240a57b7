//! The body of a sending: read no faster than it is kept, and taken to its end when it is refused unread.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header;
use http_body::Frame;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// A body that rests after each frame. The reader of parts takes everything that is ready before it gives anything
/// back: without this, a fast sender would fill the memory.
pub(crate) struct Debit {
    corps: Body,
    repos: bool,
}

impl Debit {
    pub(crate) fn de(corps: Body) -> Body {
        Body::new(Self { corps, repos: false })
    }
}

impl HttpBody for Debit {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if std::mem::take(&mut self.repos) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let trame = Pin::new(&mut self.corps).poll_frame(cx);
        self.repos = trame.is_ready();
        trame
    }
}

/// What is still read of a refused sending.
const CONGE_AU_PLUS: usize = 256 * 1024 * 1024;
const CONGE_DUREE: Duration = Duration::from_secs(60);

/// Lets the rest of a refused request arrive, unread. A browser shows the answer once it has sent everything; if the
/// connection closed before that, it would only say that it was cut.
pub(crate) fn congedier(demande: Request) {
    // This sender waits for our word before sending: the answer is that word.
    if demande.headers().contains_key(header::EXPECT) {
        return;
    }
    let mut corps = demande.into_body();
    tokio::spawn(async move {
        let tout = async {
            let mut lus = 0;
            while lus < CONGE_AU_PLUS {
                let trame = std::future::poll_fn(|cx| Pin::new(&mut corps).poll_frame(cx)).await;
                let Some(Ok(trame)) = trame else { break };
                lus += trame.data_ref().map_or(0, Bytes::len);
            }
        };
        let _ = tokio::time::timeout(CONGE_DUREE, tout).await;
    });
}
