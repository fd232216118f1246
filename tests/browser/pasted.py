# ruff: noqa: E501  the shapes are those of the programs, long lines among them
"""What word processors and browsers put onto the clipboard, in their shapes; the words are invented."""

# Word for Windows and Mac: a whole document with Office's own namespaces, conditional comments, `mso-` styles, lists
# that are paragraphs, tracked changes, footnotes and comments.
WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Word.Document>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- /* Font Definitions */ @font-face {font-family:Calibri;} p.MsoNormal {margin:0cm;} --></style></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<h2 style='mso-list:none'><span lang=EN-GB style='font-family:"Calibri",sans-serif;color:#2F5496'>Crews walk out<o:p></o:p></span></h2>
<p class=MsoNormal><b><span style='font-size:14.0pt'>The ferry</span></b><span style='mso-spacerun:yes'>  </span>left
the quay at <i style='mso-bidi-font-style:normal'>six</i> in the morning<a style='mso-footnote-id:ftn1' href="#_ftn1"
name="_ftnref1" title=""><span class=MsoFootnoteReference><sup>[1]</sup></span></a>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Fares rose to <del cite="mailto:Ed" datetime="2026-05-01T10:00">nine</del><ins cite="mailto:Ed"
datetime="2026-05-01T10:00"><span class=msoIns>ninety</span></ins> crowns<span class=MsoCommentReference><a
class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[EE1]</a></span>.</p>
<p class=MsoNormal>Read <a href="https://example.org/ferry?a=1&amp;b=2"><span style='color:#0563C1'>the
report</span></a>.</p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Bread</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>Milk</p>
<div style='mso-element:footnote-list'><hr align=left size=1 width="33%"><div style='mso-element:footnote' id=ftn1>
<p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span
class=MsoFootnoteReference>[1]</span></a> Says the harbour master.</p></div></div>
<div style='mso-element:comment-list'><div style='mso-element:comment'><div id="_com_1" class=msocomtxt>
<p class=MsoCommentText><a class=msocomoff href="#_msoanchor_1">[EE1]</a>Check this with the line</p></div></div></div>
<!--EndFragment--></body></html>"""

# Google Docs: everything inside one <b> that is not bold, every run a span with styles, breaks between paragraphs.
GOOGLE_DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-6c1b0e1e-7fff-aaaa">
<h2 dir="ltr" style="line-height:1.38;"><span style="font-size:16pt;font-family:Arial;font-weight:400;">Crews walk out</span></h2>
<p dir="ltr" style="line-height:1.38;margin-top:0pt;"><span style="font-size:11pt;font-family:Arial;color:#000000;font-weight:700;">The ferry</span><span style="font-size:11pt;font-weight:400;"> left the quay at </span><span style="font-weight:400;font-style:italic;">six</span><span style="font-weight:400;"> in the morning.</span></p><br />
<p dir="ltr"><span style="font-weight:400;">Read </span><a href="https://example.org/ferry" style="text-decoration:none;"><span style="color:#1155cc;font-weight:400;text-decoration:underline;">the report</span></a><span style="font-weight:400;">.</span></p>
<ul style="margin-top:0;"><li dir="ltr" aria-level="1" style="list-style-type:disc;font-weight:400;"><p dir="ltr" role="presentation"><span style="font-weight:400;">Bread</span></p></li><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;">Milk</span></p></li></ul></b><br class="Apple-interchange-newline">"""

# LibreOffice Writer: old-fashioned markup, <font>, comments and footnotes with anchors of its own.
LIBREOFFICE = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN"><html><head>
<meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title>
<meta name="generator" content="LibreOffice 24.8 (Linux)"/><style type="text/css">p { line-height: 115% }</style></head>
<body lang="en-GB" link="#000080" dir="ltr"><h2 class="western">Crews walk out</h2>
<p style="line-height: 100%; margin-bottom: 0cm"><font face="Liberation Serif, serif"><font size="3"><b>The ferry</b> left
the quay at <i>six</i> in the morning<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>.</font></font></p>
<p><br/>

</p>
<p>Fares rose to <span style="text-decoration: line-through"><del cite="" datetime="2026-05-01">nine</del></span><ins>ninety</ins>
crowns.<a name="_GoBack"></a></p>
<p>Read <a href="https://example.org/ferry">the report</a>.</p>
<ul><li><p style="margin-bottom: 0cm">Bread</p></li><li><p>Milk</p></li></ul>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>
Says the harbour master.</p></div></body></html>"""

# A page of the web: a picture of somebody else's, a script, a table and a wish to look like the page it came from.
WEB_PAGE = """<meta charset='utf-8'><div style="color: rgb(51,51,51); font-size: 18px;" class="article">
<script>document.title = "taken"</script><h1>Crews walk out</h1><p onclick="alert(1)">The <strong>ferry</strong> left.
<img src="https://example.org/ferry.jpg" alt="A ferry" onerror="alert(2)"></p><p><a href="javascript:alert(3)">Here</a> and
<a href="mailto:desk@example.org">there</a>.</p><hr><blockquote>We wait.</blockquote></div>"""
