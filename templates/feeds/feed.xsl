<?xml version="1.0" encoding="utf-8"?>{% load static %}
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:atom="http://www.w3.org/2005/Atom" exclude-result-prefixes="atom">
  <xsl:output method="html" encoding="utf-8" doctype-system="about:legacy-compat"/>
  <xsl:template match="/">
    <xsl:apply-templates select="rss/channel | atom:feed"/>
  </xsl:template>
  <xsl:template match="rss/channel | atom:feed">
    <html lang="{{ page.language }}">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title><xsl:value-of select="title | atom:title"/></title>
        <link rel="icon" href="{% static 'articles/img/icon.svg' %}" type="image/svg+xml"/>
        <link rel="stylesheet" href="{% static 'articles/css/tokens.css' %}"/>
        <link rel="stylesheet" href="{% url 'articles:site_css' page.site.accent_colour %}"/>
        <link rel="stylesheet" href="{% static 'articles/css/base.css' %}"/>
        <link rel="stylesheet" href="{% static 'articles/css/feed.css' %}"/>
      </head>
      <body>
        <header class="feed-header">
          <p class="feed-header__site"><a href="{{ page.home_url }}">{{ page.name }}</a></p>
          <p class="feed-header__note">{{ note }}</p>
        </header>
        <main class="feed">
          <h1><xsl:value-of select="title | atom:title"/></h1>
          <p class="feed__about"><xsl:value-of select="description | atom:subtitle"/></p>
          <p><a href="{link | atom:link[@rel='alternate']/@href}">{{ to_list }}</a></p>
          <ul class="feed__entries">
            <xsl:for-each select="item | atom:entry">
              <li>
                <h2><a href="{link | atom:link[@rel='alternate']/@href}"><xsl:value-of select="title | atom:title"/></a></h2>
                <p class="feed__facts">
                  <xsl:value-of select="substring(atom:updated, 1, 10)"/>
                  <xsl:text> </xsl:text>
                  <xsl:value-of select="substring(atom:updated, 12, 5)"/>
                  <xsl:for-each select="category[@domain] | atom:category[@scheme]"> · <strong><xsl:value-of select="text() | @label"/></strong></xsl:for-each>
                </p>
              </li>
            </xsl:for-each>
          </ul>
        </main>
      </body>
    </html>
  </xsl:template>
</xsl:stylesheet>
